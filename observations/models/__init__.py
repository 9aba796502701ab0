from observations.models.figures import FigureImport, Observation
from observations.models.indicators import Indicator, MethodBreak
from observations.models.places import Geography, PeerGroup

__all__ = ["FigureImport", "Geography", "Indicator", "MethodBreak", "Observation", "PeerGroup"]
