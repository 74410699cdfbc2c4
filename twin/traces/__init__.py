"""What feeds it, what it feeds, what stops with it, what to close: a trace in plain words, for a page and for the 3D.

told = traces.tell(station, "EFS-V-112", Question.CLOSE, by=user)
told.verdict      # ["Close EFS-V-101.", "No more water in 005 Toilets (3 toilets)…"]
"""

from twin.traces.asking import tell
from twin.traces.questions import Question, Wish, media_of
from twin.traces.told import Told

__all__ = ["Question", "Told", "Wish", "media_of", "tell"]
