"""Facts about death reviews."""

from dhr.models.access import ReviewAccess, ReviewExclusion
from dhr.models.disposal import ReviewDisposal
from dhr.models.office import FundShare, FundYear, LearningEvent, MonitoringEntry, ReviewCost
from dhr.models.panel import (
    AgencyContribution,
    ChronologyEvent,
    ContributionExtension,
    PanelMeeting,
    PanelMember,
    ReviewChair,
    ScopingReturn,
    TermsOfReference,
)
from dhr.models.people import FamilyEngagement, ReviewPerpetrator, ReviewVictim
from dhr.models.publication import QualityArea, QualitySubmission, ReviewDocument
from dhr.models.recommendations import (
    Evidence,
    Finding,
    Milestone,
    Recommendation,
    RecommendationExtension,
    RecommendationOwner,
    RecommendationUpdate,
    Theme,
)
from dhr.models.reviews import DeathReview, ReviewChange, ReviewDecision, ReviewLink, ReviewPause, ReviewReminder

__all__ = [
    "AgencyContribution",
    "ChronologyEvent",
    "ContributionExtension",
    "DeathReview",
    "Evidence",
    "FamilyEngagement",
    "Finding",
    "FundShare",
    "FundYear",
    "LearningEvent",
    "Milestone",
    "MonitoringEntry",
    "PanelMeeting",
    "PanelMember",
    "QualityArea",
    "QualitySubmission",
    "Recommendation",
    "RecommendationExtension",
    "RecommendationOwner",
    "RecommendationUpdate",
    "ReviewAccess",
    "ReviewChair",
    "ReviewChange",
    "ReviewCost",
    "ReviewDecision",
    "ReviewDisposal",
    "ReviewDocument",
    "ReviewExclusion",
    "ReviewLink",
    "ReviewPause",
    "ReviewPerpetrator",
    "ReviewReminder",
    "ReviewVictim",
    "ScopingReturn",
    "TermsOfReference",
    "Theme",
]
