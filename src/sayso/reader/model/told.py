"""What a stretch of text mainly tells of: a distribution over event types, each token having as much say as it is a
trigger. The same sum as in training (``training.model.loss``), where of a sentence only its type was known.
"""

from __future__ import annotations

import numpy as np

from sayso.reader.model.decode import log_softmax
from sayso.reader.model.layout import Layout
from sayso.reader.model.session import Floats


def trigger_logits(logits: Floats, layout: Layout) -> Floats:
    """How much each token (rows of ``Numbers.logits``) is part of a trigger, against being part of none."""
    rows = logits[:, layout.layer("trigger").columns].astype(np.float64)
    return np.asarray(np.logaddexp.reduce(rows[:, 1:], axis=1) - rows[:, 0], dtype=np.float32)


def type_logs(logits: Floats, layout: Layout, say: Floats | None = None) -> Floats:
    """Logs of the probabilities of the labels of layer ``type``, in its order, for the tokens given.

    ``say`` (tokens) is added to the logits by which tokens have their say. Raises ValueError where there are no tokens.
    """
    if not len(logits):
        raise ValueError("type of no tokens: give the rows of at least one")
    weight = trigger_logits(logits, layout)
    share = log_softmax(weight if say is None else weight + say)
    kinds = log_softmax(logits[:, layout.layer("type").columns])
    joint = share[:, None].astype(np.float64) + kinds
    return np.asarray(np.logaddexp.reduce(joint, axis=0), dtype=np.float32)
