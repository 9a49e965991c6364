from searchkit.query.nodes import Node


def write(node: Node) -> str:
    return ""
