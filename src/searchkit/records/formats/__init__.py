"""File formats of records: recognised by content, read as a stream, written whole or not at all."""
