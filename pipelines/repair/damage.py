"""What is wrong with a text: one verdict for a page, its title and all else that it says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.repair.letters import stand_ins, unknown, wide_ones
from pipelines.repair.mojibake import restored
from pipelines.repair.ordinary import COMMON, SIGNS, strange
from pipelines.repair.readings import Manner, could_hold_readings, cuts, manner_of, readings, without_readings
from pipelines.repair.scripts import Origin, Script, is_copied_line, is_copy, is_genuine, is_of_mainland, scripts, simplified, variant

_LOST = "锟斤拷"
_NOWHERE = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What is to be undone in a text, and what a user should know of it."""

    is_scrambled: bool = False
    readings: Manner | None = None
    script: Script | None = None
    is_partial: bool = False
    is_wide: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def is_of_the_page(self) -> bool:
        """Whether labels and chrome are as garbled as the text, so that they are understood only once they are repaired."""
        return self.is_scrambled or self.readings is not None or (self.script is not None and not self.is_partial)


def damage(lines: Sequence[str], origin: Origin = _NOWHERE) -> Damage | None:
    """Return what is wrong with the lines of a text and with what its page says of it; None if nothing is."""
    text = "\n".join([*lines, origin.title, *origin.said])
    odd = strange(text)
    if not odd and _LOST not in text and not could_hold_readings(text):
        return None
    many = sum(letter not in SIGNS for letter in odd) >= 6
    if many and (found := scrambled(text)):
        return found
    body = "\n".join(lines)
    manner = None if is_genuine(origin) else _manner(body)
    script = _script(lines, body, origin, manner) if many else _Verdict()
    warnings = (*_repairs(body, manner, script), *script.doubts, *_letters(text, odd))
    found = Damage(readings=manner, script=script.script, is_partial=script.is_partial, is_wide=wide_ones(text) > 0, warnings=warnings)
    return found if warnings else None


def scrambled(text: str) -> Damage | None:
    """Return what is wrong with a text that was read in the wrong encoding; None if it was not."""
    found = restored(text)
    if not found.count:
        return None
    lost = f", {found.lost:,} more were lost and stand as U+FFFD" if found.lost else ""
    number = found.count - found.lost
    return Damage(is_scrambled=True, warnings=(f"garbled copy repaired: {number:,} characters read in the right encoding{lost}",))


def _manner(text: str) -> Manner | None:
    """Return how the readings are written that a program set into a text; None if there are only such as an author gives.

    An author tells once how a rare character is read. A program tells it of common ones, over and over, and most programs that do
    convert the text to traditional characters first.
    """
    found = readings(text) if could_hold_readings(text) else []
    if len(found) < 5:
        return None
    after = "".join(letter for letter, _ in found)
    size = max(1, sum("\u3400" <= letter <= "\u9fff" for letter in text))
    is_traditional = 2 * scripts(after).traditional > len(found) and 200 * len(found) >= size
    is_common = 10 * sum(letter in COMMON for letter in simplified(after, "t2s")) >= 9 * len(found)
    is_dense = (len(found) >= 20 and 30 * len(found) >= size and len(set(after)) < len(found)) or (
        len(found) >= 10 and 3 * len(found) >= size
    )
    return manner_of(found) if is_traditional or (is_common and is_dense) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    script: Script | None = None
    is_partial: bool = False
    doubts: tuple[str, ...] = ()


def _script(lines: Sequence[str], body: str, origin: Origin, manner: Manner | None) -> _Verdict:
    """Return how a text becomes simplified, if it or many of its lines are the traditional copy of a simplified one."""
    plain = without_readings(body, manner) if manner else body
    if not scripts(plain).is_traditional:
        part = "\n".join(filter(is_copied_line, lines))
        is_mixed = scripts(part).traditional >= 20 and is_of_mainland(part) and not is_genuine(origin)
        return _Verdict(script=variant(plain), is_partial=True) if is_mixed else _Verdict()
    if manner:  # programs that set readings convert character by character and know no regional forms
        return _Verdict(script="t2s")
    copied = is_copy(plain, origin)
    if copied is None:
        return _Verdict(
            doubts=("the text is in traditional characters and stays so: nothing tells that it was copied from a simplified one",)
        )
    return _Verdict(script=variant(plain)) if copied else _Verdict()


def _repairs(body: str, manner: Manner | None, found: _Verdict) -> Iterator[str]:
    """Yield what is done to a garbled copy, and how much of it."""
    done = []
    if manner:
        plain = without_readings(body, manner)
        done.append(f"{len(readings(body)):,} readings in parentheses removed")
        if cut := cuts(body):
            done.append(f"{cut - cuts(plain)} of {cut} characters that a reading had cut in two made whole")
        body = plain
    if found.script:
        text = "\n".join(line for line in body.split("\n") if not found.is_partial or is_copied_line(line))
        done.append(f"{scripts(text).traditional:,} characters from traditional to simplified")
    if done:
        yield f"garbled copy repaired: {', '.join(done)}"


def _letters(text: str, odd: str) -> Iterator[str]:
    if wide := wide_ones(text):
        yield f"{wide:,} full-width letters and digits replaced by ordinary ones"
    if kinds := stand_ins(odd):
        yield f"characters that stand for others replaced: {', '.join(f'{count:,} {kind}' for kind, count in kinds.items())}"
    if private := unknown(odd):
        yield f"{private:,} private-use characters stay as they are: no standard tells what they mean"
    if lost := text.count(_LOST):
        yield f"{lost:,} times {_LOST} stands where characters were lost before the page was made"
