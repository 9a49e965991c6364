"""Expression: one line of words, headings, operators and references becomes a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import grammar
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.grammar import Item
from searchkit.dialects.line_text import LineText
from searchkit.dialects.ovid.dates import DATE_LIMITS, read_dates
from searchkit.dialects.ovid.tables import FIELDS, PROXIMITY, WILDCARDS
from searchkit.dialects.ovid.tokens import Kind, Token, tokens
from searchkit.dialects.ovid.unknown import Unknown, kept, read_unknown
from searchkit.dialects.restrictions import settle
from searchkit.dialects.words import one_operand, pieces, term, terms
from searchkit.query.nodes import (
    Fielded,
    Heading,
    Limit,
    LimitKind,
    LineRange,
    LineReference,
    Near,
    Node,
    Operator,
    Phrase,
    Raw,
    Term,
    Text,
    children,
    with_children,
)
from searchkit.query.subheadings import subheading_code

_FIELDS = {code: row for row in FIELDS for code in (row.code, *row.other_codes)}
_SYMBOLS = "*$:?#"

MOST_DISTANCE = PROXIMITY.maximum or 0

MOST_LINES = 5000
"""No strategy has more lines; a longer range is a slip of the pen."""


def read_expression(line: LineText) -> Node | None:
    """Return the tree of a line, or None when nothing of it could be read."""
    return _Expression(line).tree()


@dataclass(frozen=True, slots=True)
class _Expression:
    """`unknown` has the fields that no table knows, by the place where they end."""

    line: LineText
    unknown: dict[int, Unknown] = field(default_factory=dict)

    def tree(self) -> Node | None:
        row = self._grouping_brackets(tokens(self.line.body.text))
        items = list(self._items(row))
        whole = self.line.body.whole
        if not items:
            what = "only a comment" if self.line.comments else "nothing"
            self.line.report(
                codes.UNREADABLE,
                f"there is {what} on this line",
                0,
                len(self.line.body.text),
                effect=Effect.UNKNOWN,
            )
            return None
        rules = grammar.Rules(self._between, self._suffixed)
        node, faults = grammar.build(items, rules, self.line.number, whole)
        self.line.found += faults
        return (
            None
            if node is None
            else settle(kept(_words_near(node), self.unknown, self.line), "ovid", "")
        )

    def _grouping_brackets(self, row: Sequence[Token]) -> list[Token]:
        """Return the tokens with square brackets that hold a search read as round ones."""
        rest = [token for token in row if token.kind is not Kind.COMMENT]
        comments = [token for token in row if token.kind is Kind.COMMENT]
        stray = {Kind.OPEN_SQUARE, Kind.CLOSE_SQUARE}
        grouping = bool(comments) and all(
            token.kind in {Kind.BOOLEAN, Kind.OPEN, Kind.CLOSE, *stray} for token in rest
        )
        out: list[Token] = []
        for token in row:
            if token.kind is Kind.COMMENT and grouping and _looks_like_search(token.text):
                message = "square brackets around a search are read as round ones"
                place = token.start, token.end
                self.line.report(codes.BRACKETS_AS_GROUP, message, *place, replacement="(...)")
                out.append(Token(Kind.OPEN, "(", token.start, token.start + 1))
                shift = token.start + 1
                out += [
                    Token(inner.kind, inner.text, inner.start + shift, inner.end + shift)
                    for inner in tokens(token.text[1:-1])
                ]
                out.append(Token(Kind.CLOSE, ")", token.end - 1, token.end))
            elif token.kind in stray:
                kind = Kind.OPEN if token.kind is Kind.OPEN_SQUARE else Kind.CLOSE
                mark = "(" if kind is Kind.OPEN else ")"
                message = "a square bracket is read as a round one"
                place = token.start, token.end
                self.line.report(codes.BRACKETS_AS_GROUP, message, *place, replacement=mark)
                out.append(Token(kind, mark, *place))
            else:
                out.append(token)
        return out

    def _items(self, row: Sequence[Token]) -> Iterator[Item]:
        """Yield what the grammar combines; runs of words become one operand."""
        place = 0
        while place < len(row):
            token = row[place]
            span = self.line.body.span(token.start, token.end)
            match token.kind:
                case Kind.WORD | Kind.QUOTED | Kind.COMMA | Kind.SLASH:
                    end = self._run_end(row, place)
                    yield from self._run(row[place:end])
                    place = end
                    continue
                case Kind.COMMENT:
                    place += self._comment(row, place)
                    continue
                case Kind.OPEN:
                    yield Item(grammar.Kind.OPEN, span)
                case Kind.CLOSE:
                    yield Item(grammar.Kind.CLOSE, span)
                case Kind.BOOLEAN:
                    yield Item(grammar.Kind[token.text.upper()], span)
                case Kind.NEAR:
                    yield self._near(token, span)
                case Kind.SUFFIX | Kind.SUFFIX_IN_WORDS:
                    yield self._suffix(token, span)
                case Kind.SUFFIX_UNKNOWN:
                    yield self._unknown(token, span)
                case Kind.FREQUENCY:
                    digits = re.sub(r"\D", "", token.text)
                    values = (digits,)
                    marker = Limit(Raw("", "ovid"), LimitKind.FREQUENCY, values, span)
                    yield Item(grammar.Kind.SUFFIX, span, marker)
                case Kind.REFERENCE:
                    number = LineReference(int(token.text[1:]), span)
                    yield Item(grammar.Kind.OPERAND, span, number)
                case Kind.RANGE | Kind.RANGE_BEHIND:
                    yield Item(grammar.Kind.OPERAND, span, self._range(token, span))
                case Kind.ELLIPSIS:
                    operand = self._ellipsis(row, place)
                    if operand is not None:
                        yield operand
                        place += 3
                        continue
                    self._unreadable(token)
                case _:
                    self._unreadable(token)
            place += 1

    def _unreadable(self, token: Token) -> None:
        mark = "a quotation mark without a partner" if token.text == '"' else f"`{token.text}`"
        message = f"{mark} cannot be read here"
        place = token.start, token.end
        self.line.report(codes.UNREADABLE, message, *place, effect=Effect.UNKNOWN)

    def _comment(self, row: Sequence[Token], place: int) -> int:
        """Keep a comment and return how many tokens it takes up."""
        token = row[place]
        text = token.text[1:-1].strip()
        follows = row[place + 1] if place + 1 < len(row) else None
        before = row[place - 1] if place else None
        if follows and follows.kind is Kind.SUFFIX and (before is None or before.kind is Kind.OPEN):
            message = "this placeholder stands for a search that is not written out"
            end = follows.end
            self.line.report(codes.UNREADABLE, message, token.start, end, effect=Effect.UNKNOWN)
            return 2
        if not re.match(r"mp\s*=", text, re.IGNORECASE):
            self.line.comments.append(text)
        return 1

    def _near(self, token: Token, span: Span) -> Item:
        digits = re.sub(r"\D", "", token.text)
        name = re.match(r"[a-z]+", token.text, re.IGNORECASE)
        if name and name[0].lower() != "adj":
            reading = f"adj{digits or 5}" if name[0].lower() == "near" else "adj"
            message = f"`{token.text}` is not an Ovid operator; read as `{reading}`"
            place = token.start, token.end
            self.line.report(
                codes.NOT_OVID, message, *place, effect=Effect.UNKNOWN, replacement=reading
            )
            if name[0].lower() == "near":
                return Item(grammar.Kind.NEAR, span, distance=int(digits or 5) - 1)
            return Item(grammar.Kind.NEAR, span, ordered=True)
        if not digits:
            return Item(grammar.Kind.NEAR, span, distance=0, ordered=True)
        if int(digits) > MOST_DISTANCE:
            message = f"`{token.text}`: Ovid takes `adj1` to `adj{MOST_DISTANCE}`"
            place = token.start, token.end
            self.line.report(codes.UNREADABLE, message, *place, effect=Effect.UNKNOWN)
        return Item(grammar.Kind.NEAR, span, distance=max(int(digits) - 1, 0))

    def _suffix(self, token: Token, span: Span) -> Item:
        text = re.sub(r"^in\s", "", token.text, flags=re.IGNORECASE).lower()
        spellings = re.findall(r"[a-z_]+", text)
        rows = list(dict.fromkeys(_FIELDS[code] for code in spellings))
        written = "." + ",".join(spellings) + "."
        if token.text.lower() != written:
            message = f"the field is read as `{written}`"
            place = token.start, token.end
            self.line.report(codes.FIELD_REPAIRED, message, *place, replacement=written)
        fields = tuple(name for row in rows for name in sorted(row.covers))
        return Item(grammar.Kind.SUFFIX, span, fields=fields)

    def _unknown(self, token: Token, span: Span) -> Item:
        unknown, rows = read_unknown(token, self.line, _FIELDS)
        self.unknown[span.end] = unknown
        fields = tuple(name for row in rows for name in sorted(row.covers))
        return Item(grammar.Kind.SUFFIX, span, fields=fields)

    def _range(self, token: Token, span: Span) -> LineRange | Raw:
        operator = Operator.AND if re.search("and", token.text, re.IGNORECASE) else Operator.OR
        numbers = re.sub(r"[^\d,\s-]", " ", token.text).strip()
        lost = re.fullmatch(r"(\d+)\s+(\d+)", numbers)
        if lost:
            numbers = f"{lost[1]}-{lost[2]}"
        parts = re.split(r"\s*,\s*|\s+(?=\d)(?<!-\s)", numbers)
        bounds = [re.findall(r"\d+", part) for part in parts if part.strip()]
        ranges = tuple((int(ends[0]), int(ends[-1])) for ends in bounds if ends)
        if any(last - first > MOST_LINES for first, last in ranges):
            message = f"`{token.text}` names more lines than any strategy has"
            place = token.start, token.end
            self.line.report(codes.UNREADABLE, message, *place, effect=Effect.UNKNOWN)
            return Raw(token.text, "ovid", span)
        if lost or "/" not in token.text:
            shown = ",".join(f"{a}-{b}" if a != b else f"{a}" for a, b in ranges)
            reading = f"{operator.value}/{shown}"
            message = f"this range of lines is read as `{reading}`"
            place = token.start, token.end
            self.line.report(
                codes.RANGE_REPAIRED, message, *place, effect=Effect.UNKNOWN, replacement=reading
            )
        return LineRange(operator, ranges, span)

    def _ellipsis(self, row: Sequence[Token], place: int) -> Item | None:
        """Return the lines that `22 or ... or 36` leaves out, together with the 36."""
        around = row[place - 2 : place + 3] if place >= 2 else []
        if len(around) != 5 or not (around[0].text.isdigit() and around[4].text.isdigit()):
            return None
        first, last = int(around[0].text) + 1, int(around[4].text)
        operator = Operator(around[1].text.lower()) if around[1].text.lower() != "not" else None
        if operator is None or first > last:
            return None
        span = self.line.body.span(around[2].start, around[4].end)
        message = f"the lines left out are read as {first} to {last}"
        self.line.report(
            codes.RANGE_REPAIRED,
            message,
            around[2].start,
            around[4].end,
            effect=Effect.UNKNOWN,
            replacement=f"{operator.value}/{first}-{last}",
        )
        return Item(grammar.Kind.OPERAND, span, LineRange(operator, ((first, last),), span))

    # Runs of words: free text, headings, numbers of lines.

    def _run_end(self, row: Sequence[Token], place: int) -> int:
        """Return where a run ends: at an operator or bracket, and behind each heading."""
        words = {Kind.WORD, Kind.QUOTED, Kind.COMMA}
        end = place
        while end < len(row):
            token = row[end]
            if token.kind is Kind.SLASH and end > place:
                end += 1
                if not self._is_text_slash(row, end - 1):
                    return end
                continue
            if token.kind is Kind.BOOLEAN and self._is_inside_heading(row, place, end):
                end += 1
                continue
            if token.kind not in words and token.kind is not Kind.SLASH:
                return end
            end += 1
        return end

    @staticmethod
    def _is_text_slash(row: Sequence[Token], place: int) -> bool:
        """Say whether a slash joins words of a text (`SPECT/CT`) instead of ending a heading."""
        if row[place].text != "/" or place + 1 >= len(row):
            return False
        follows = row[place + 1]
        return follows.start == row[place].end and follows.kind in {Kind.WORD, Kind.QUOTED}

    @staticmethod
    def _is_inside_heading(row: Sequence[Token], first: int, place: int) -> bool:
        """Say whether `and` belongs to an unquoted heading: `exp Wounds and Injuries/`."""
        if row[first].text.lower() != "exp" or row[place].text.lower() != "and":
            return False
        for token in row[place + 1 :]:
            if token.kind is Kind.SLASH:
                return True
            if token.kind not in {Kind.WORD, Kind.COMMA} or token.text.lower() == "exp":
                return False
            if token.text.startswith("*"):
                return False
        return False

    def _run(self, run: Sequence[Token]) -> Iterator[Item]:
        span = self.line.body.span(run[0].start, run[-1].end)
        exploded = run[0].text.lower() == "exp" and len(run) > 1
        if run[-1].kind is Kind.SLASH and len(run) > 1:
            yield Item(grammar.Kind.OPERAND, span, self._heading(run, span))
        elif run[-1].text.lower() == "exp" and len(run) == 1:
            yield from self._explode_behind(run[0])
        elif exploded:
            message = "`exp` is for headings, so this is read as one; its slash is missing"
            end = run[-1].end
            name = self.line.body.text[run[0].start : end]
            self.line.report(
                codes.HEADING_WITHOUT_SLASH,
                message,
                run[0].start,
                end,
                effect=Effect.UNKNOWN,
                replacement=f"{name}/",
            )
            yield Item(grammar.Kind.OPERAND, span, self._heading(run, span))
        elif len(run) == 1 and run[0].kind is Kind.WORD and run[0].text.isdigit():
            yield Item(grammar.Kind.OPERAND, span, LineReference(int(run[0].text), span))
        else:
            yield from self._free_text(run)

    def _explode_behind(self, token: Token) -> Iterator[Item]:
        """Read `CONTRACEPTION/ EXP`: the mark of a heading that stands before it."""
        span = self.line.body.span(token.start, token.end)
        message = "`EXP` behind a heading is read as `exp` before it"
        place = token.start, token.end
        self.line.report(codes.NOT_OVID, message, *place, effect=Effect.UNKNOWN, replacement="")
        yield Item(grammar.Kind.SUFFIX, span, Raw("exp", "ovid", span))

    def _heading(self, run: Sequence[Token], span: Span) -> Heading:
        words = list(run)
        qualifiers: tuple[str, ...] = ()
        if words[-1].kind is Kind.SLASH:
            qualifiers = self._subheadings(words.pop())
        explode = words[0].text.lower() == "exp" and len(words) > 1
        if explode:
            words.pop(0)
        start, end = words[0].start, words[-1].end
        name = self.line.body.text[start:end]
        major = name.startswith("*")
        name = " ".join(name.removeprefix("*").replace('"', "").split())
        if any(word.kind is Kind.BOOLEAN for word in words):
            message = f"`{name}` is read as one heading"
            self.line.report(
                codes.HEADING_QUOTES_MISSING,
                message,
                start,
                end,
                effect=Effect.UNKNOWN,
                replacement=f'"{name}"',
            )
        return Heading(name, self.line.vocabulary, explode, major, qualifiers, span)

    @staticmethod
    def _subheadings(slash: Token) -> tuple[str, ...]:
        text = slash.text[1:].strip()
        if not text or text.lower() == "all":
            return ()
        whole = subheading_code(text)
        if whole:
            return (whole,)
        return tuple(code.strip().lower() for code in text.split(",") if code.strip())

    def _free_text(self, run: Sequence[Token]) -> Iterator[Item]:
        """Yield the words of a run as one operand, or split where an operator is glued on."""
        words: list[Term] = []
        for token in run:
            if token.kind in {Kind.COMMA, Kind.SLASH}:
                continue
            if token.kind is Kind.QUOTED:
                inner = terms(self.line.body, token.start + 1, token.end - 1, WILDCARDS.symbols)
                if not inner:
                    message = "there is nothing between these quotation marks"
                    place = token.start, token.end
                    self.line.report(codes.UNREADABLE, message, *place, effect=Effect.UNKNOWN)
                words += inner
                continue
            glued = re.fullmatch(r"(.+[*$])(and|or|not|adj\d*)", token.text, re.IGNORECASE)
            if glued:
                yield from self._glued(token, glued, words)
                words = []
                continue
            words += self._word(token)
        if words:
            span = words[0].span.through(words[-1].span)
            yield Item(grammar.Kind.OPERAND, span, one_operand(words, span))

    def _glued(self, token: Token, glued: re.Match[str], words: Sequence[Term]) -> Iterator[Item]:
        message = f"read as `{glued[1]} {glued[2]}`: a space is missing before the operator"
        place = token.start, token.end
        self.line.report(codes.WORDS_SPLIT, message, *place, replacement=f"{glued[1]} {glued[2]}")
        middle = token.start + len(glued[1])
        span = self.line.body.span(token.start, middle)
        all_words = [*words, term(glued[1], WILDCARDS.symbols, span)]
        span = all_words[0].span.through(span)
        yield Item(grammar.Kind.OPERAND, span, one_operand(all_words, span))
        operator = Token(Kind.NEAR, glued[2], middle, token.end)
        where = self.line.body.span(middle, token.end)
        if glued[2].lower().startswith("adj"):
            yield self._near(operator, where)
        else:
            yield Item(grammar.Kind[glued[2].upper()], where)

    def _word(self, token: Token) -> list[Term]:
        text = token.text.rstrip(".;") or token.text
        span = self.line.body.span(token.start, token.start + len(text))
        place = token.start, token.start + len(text)
        if not re.search(r"\w", text):
            if text.strip("-&.+;"):
                message = f"`{text}` holds no word"
                self.line.report(codes.UNREADABLE, message, *place, effect=Effect.UNKNOWN)
            return []
        if text[0] in _SYMBOLS:
            message = f"`{text}` begins with a wildcard"
            help_text = "write out the words that are meant"
            self.line.report(
                codes.LEADING_WILDCARD, message, *place, effect=Effect.UNKNOWN, help=help_text
            )
        return [Term(pieces(text, WILDCARDS.symbols), span)]

    # What the grammar asks about neighbours and suffixes.

    @staticmethod
    def _between(left: Node, right: Node | None, span: Span) -> Item | None:
        """Return Ovid's reading of neighbours: words are adjacent, nothing else may be."""
        if _is_text(left) and (right is None or _is_text(right)):
            start = Span(span.start, span.start)
            return Item(grammar.Kind.NEAR, start, distance=0, ordered=True)
        return None

    def _suffixed(self, node: Node, item: Item) -> Node:
        span = node.span.through(item.span)
        if isinstance(item.node, Limit):
            return Limit(node, item.node.kind, item.node.values, span)
        if isinstance(item.node, Raw):
            return replace(node, explode=True) if isinstance(node, Heading) else node
        if item.span.end in self.unknown:
            self.unknown[item.span.end].start = item.held.start
        elif len(item.fields) == 1 and item.fields[0] in DATE_LIMITS:
            dated = read_dates(_numbers_as_words(node), item, self.line)
            if dated is not None:
                return dated
        return Fielded(_numbers_as_words(node), item.fields, span)


def _is_text(node: Node) -> bool:
    match node:
        case Term() | Phrase() | Near():
            return True
        case Heading() | LineReference() | LineRange() | Fielded() | Limit() | Raw():
            return False
        case _:
            return all(_is_text(child) for child in children(node))


def _numbers_as_words(node: Node) -> Node:
    """Return the operand of a field with numbers as words: `(2015 or 2016).yr.` names years."""
    match node:
        case LineReference(number, span):
            return Term((Text(str(number)),), span)
        case _:
            below = children(node)
            if not below:
                return node
            return with_children(node, [_numbers_as_words(child) for child in below])


def _words_near(node: Node) -> Node:
    """Return a tree with numbers inside proximity as words: no line stands near a word."""
    if isinstance(node, Near):
        return _numbers_as_words(node)
    below = children(node)
    return with_children(node, [_words_near(child) for child in below]) if below else node


def _looks_like_search(text: str) -> bool:
    return bool(re.search(r"\.[a-z]{2}[,.]|/|\b(?:or|and|adj\d*)\b", text, re.IGNORECASE))
