"""The strategic layer: boards, strategies and their outcomes, plans and their actions, training. Knows no case."""
