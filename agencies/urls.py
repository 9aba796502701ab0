from django.urls import path

from agencies import views

urlpatterns = [
    path("organisation/", views.organisation, name="organisation"),
    path("organisation/users/new/", views.invite, name="user_invite"),
    path("organisation/users/<int:membership_id>/suspension/", views.suspend, name="user_suspend"),
    path("organisation/users/<int:membership_id>/restoration/", views.restore, name="user_restore"),
    path("organisation/users/<int:membership_id>/review/", views.review, name="user_review"),
    path(
        "organisation/invitations/<uuid:invitation_id>/withdrawal/",
        views.withdraw_invitation,
        name="invitation_withdraw",
    ),
    path("organisation/keys/new/", views.new_key, name="key_new"),
    path("organisation/keys/<int:key_id>/end/", views.end_key, name="key_end"),
    path("enter/", views.enter_ask, name="enter_ask"),
    path("enter/<str:secret>/", views.enter, name="enter"),
    path("organisation/keys/waiting/", views.keys_waiting, name="keys_waiting"),
    path("organisation/keys/<int:key_id>/approval/", views.approve_key, name="key_approve"),
    path("organisation/keys/<int:key_id>/replacement/", views.rotate_key, name="key_rotate"),
    path("organisation/system/new/", views.new_hook, name="hook_new"),
    path("organisation/system/<uuid:hook_id>/secret/", views.rotate_hook, name="hook_rotate"),
    path("organisation/system/<uuid:hook_id>/end/", views.end_hook, name="hook_end"),
    path("organisation/system/<uuid:hook_id>/approval/", views.approve_hook, name="hook_approve"),
    path("organisation/system/notices/<uuid:notice_id>/", views.notice_again, name="notice_again"),
    path("join/<str:secret>/", views.join, name="join"),
    path("account/agency/", views.acting, name="acting"),
]
