"""Training of the released model: examples, network, loss, stages, export."""
