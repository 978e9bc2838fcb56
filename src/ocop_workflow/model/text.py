"""A sentence or a title in Vietnamese and English."""

from unicodedata import normalize

from attrs import frozen

LANGUAGES = ("vi", "en")


@frozen
class Text:
    """What a person reads, in both languages; one of them may be missing outside shipped files."""

    vi: str | None = None
    en: str | None = None

    def say(self, language: str) -> str:
        """The text in `language` ("vi" or "en"), else in the other one, else the empty string."""
        first, second = (self.vi, self.en) if language == "vi" else (self.en, self.vi)
        return first or second or ""

    def __bool__(self) -> bool:
        return bool(self.vi or self.en)


def nfc(text: str) -> str:
    """The text in Unicode's composed form, in which all is compared and kept."""
    return text if text.isascii() else normalize("NFC", text)
