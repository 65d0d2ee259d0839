"""Everything that made the released model, re-runnable: annotated text, data loaders, training, evaluation."""
