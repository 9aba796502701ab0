"""Addresses of the reviews. Neutral words only."""

from django.urls import path

from dhr.views import agencies, disposal, files, fund, plan, reviews

urlpatterns = [
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/new/", reviews.review_new, name="review_new"),
    path("reviews/learning/", plan.library, name="library"),
    path("reviews/fund/", fund.fund, name="fund"),
    path("reviews/fund/costs/", fund.fund_cost, name="fund_cost"),
    path("reviews/fund/events/", fund.fund_event, name="fund_event"),
    path("reviews/fund/shares/<int:share_id>/", fund.fund_share, name="fund_share"),
    path("reviews/retention/", disposal.retention, name="retention"),
    path("reviews/papers/<uuid:paper_id>/", files.review_paper, name="review_paper"),
    path("reviews/<str:reference>/", reviews.review, name="review"),
    path("reviews/<str:reference>/steps/", reviews.review_steps, name="review_steps"),
    path("reviews/<str:reference>/return.csv", files.review_return, name="review_return"),
    path("reviews/<str:reference>/chronology.csv", files.review_chronology, name="review_chronology"),
    path("reviews/<str:reference>/ours/", agencies.review_ours, name="review_ours"),
    path(
        "reviews/<str:reference>/ours/events/<int:event_id>/take-back/",
        agencies.review_ours_take_back,
        name="review_ours_take_back",
    ),
    path("reviews/<str:reference>/ours/<slug:step>/", agencies.review_ours_do, name="review_ours_do"),
    path("reviews/<str:reference>/do/<slug:step>/", reviews.review_do, name="review_do"),
    path("reviews/<str:reference>/do/<slug:step>/<str:item>/", reviews.review_do, name="review_do_item"),
    path("reviews/<str:reference>/move/<slug:to>/", reviews.review_move, name="review_move"),
    path("reviews/<str:reference>/recommendations/new/", plan.recommendation_new, name="recommendation_new"),
    path("reviews/<str:reference>/<slug:part>/", reviews.review_part, name="review_part"),
    path("recommendations/", plan.recommendations, name="recommendations"),
    path("recommendations/list.csv", files.recommendations_sheet, name="recommendations_sheet"),
    path("recommendations/<uuid:recommendation_id>/", plan.recommendation, name="recommendation"),
    path("recommendations/<uuid:recommendation_id>/merge/", plan.recommendation_merge, name="recommendation_merge"),
    path("recommendations/<uuid:recommendation_id>/do/<slug:step>/", plan.recommendation_do, name="recommendation_do"),
]
