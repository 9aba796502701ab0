"""Figures from outside: what others published or sent, place by place and period by period. Nobody is in them."""
