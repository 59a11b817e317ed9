"""What people say out of politeness: heard, and left out of what is compared."""

import re

_SOMEBODY = "(?:you|someone|somebody|anyone|anybody)"
_HEDGES = "(?: (?:just|really|so|very|please|kindly|possibly|be|gratefully|greatly|much))*"
_POLITE = {
    "(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening))": "there all team",
    "dear (?:sir|madam|all|team|council)": "sir madam or",
    f"(?:i'm|i am|we're|we are|i was|i have been|i've been){_HEDGES} "
    "(?:hoping|wondering|writing|looking|enquiring|asking|contacting you|getting in touch)": (
        "to for if whether that about because some any someone somebody anyone anybody you help advice can "
        "could might may be able on with see find out ask"
    ),
    f"(?:could|can|would|will) {_SOMEBODY}{_HEDGES} (?:help|tell|advise|assist|point|let|give|show)": (
        "me us to with how out know if on about in the right direction some advice"
    ),
    "(?:please|pls|plz)": "help can could would advise tell you someone me us",
    "(?:many |kind )?(?:thanks|thank you|regards|cheers)": (
        "so very much a lot in advance for your any help time advice reading this"
    ),
    f"(?:any|some) (?:help|advice|information|info)(?: would be| is)?{_HEDGES} "
    "(?:appreciated|welcome|received)": "",
    "(?:i )?(?:hope|trust) (?:that )?(?:you are|you're|this (?:message|email) finds you|all is)": (
        "all doing keeping very well ok okay fine good today"
    ),
    "(?:i )?(?:do not|don't|dont|did not|didn't)(?: really)? know (?:who|where|what|how)(?: else)? "
    "(?:to|i should) (?:turn|ask|do|start|contact|speak|call|go|say)": "to or what do about it",
    f"(?:i'm |i am )?{_HEDGES} ?sorry (?:to|for|if)": (
        "bother trouble disturb bothering troubling the you this is a silly question wrong place long message"
    ),
    "(?:i'm |i am )?not sure": "if whether who where this is the right place to ask contact you can help but",
    f"i (?:would|'d){_HEDGES} (?:grateful|appreciate|like to know|like to ask)": (
        "it if for any some help advice someone you could can how about point me us to in the right direction"
    ),
    f"(?:i hope|hopefully) {_SOMEBODY}": "can could will may might be able to help me us with this",
}
"""How a courtesy begins, and the words that may go on with it."""
_SAID = "|".join(f"{opening}(?: (?:{'|'.join(more.split())}))*" for opening, more in _POLITE.items())
_ANY = re.compile(rf"\b(?:{_SAID})\b", re.IGNORECASE)
_STRAIGHT = str.maketrans(dict.fromkeys("’‘`´ʼ", "'"))


def without_courtesies(text: str) -> str:
    """`text` with polite phrases blanked, every other character in its place; `text` itself where politeness
    is all there is."""
    left = _ANY.sub(lambda found: " " * len(found.group()), text.translate(_STRAIGHT))
    return left if any(each.isalnum() for each in left) else text
