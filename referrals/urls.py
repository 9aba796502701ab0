"""Addresses of referrals. A reference is random and opaque; nothing else about anybody stands in an address."""

from django.urls import path

from referrals.views import documents, drafts, endings, lists, one, sender, sight, triage, whole

DRAFT = "referrals/drafts/<uuid:draft_id>/"
ONE = "referrals/<slug:reference>/"

urlpatterns = [
    path("referrals/", lists.referrals, name="referrals"),
    path("referrals/further/", lists.referrals_further, name="referrals_further"),
    path("referrals/sent/", lists.referrals_sent, name="referrals_sent"),
    path("referrals/new/", drafts.referral_new, name="referral_new"),
    path("referrals/drafts/", lists.referral_drafts, name="referral_drafts"),
    path(DRAFT, drafts.referral_draft, name="referral_draft"),
    path(f"{DRAFT}check/", drafts.referral_check, name="referral_check"),
    path(f"{DRAFT}delete/", drafts.referral_draft_delete, name="referral_draft_delete"),
    path(f"{DRAFT}all/", whole.referral_whole, name="referral_whole"),
    path(f"{DRAFT}all/saved/", whole.referral_whole_autosave, name="referral_whole_autosave"),
    path(f"{DRAFT}colleague/", whole.referral_hand_over, name="referral_hand_over"),
    path(f"{DRAFT}documents/", documents.referral_draft_documents, name="referral_draft_documents"),
    path(f"{DRAFT}<slug:section>/", drafts.referral_section, name="referral_section"),
    path(f"{DRAFT}<slug:section>/saved/", drafts.referral_autosave, name="referral_autosave"),
    path("referrals/documents/<uuid:document_id>/", documents.referral_document, name="referral_document"),
    path(
        "referrals/documents/<uuid:document_id>/check/",
        documents.referral_document_check,
        name="referral_document_check",
    ),
    path(
        "referrals/documents/<uuid:document_id>/removal/",
        documents.referral_document_remove,
        name="referral_document_remove",
    ),
    path(ONE, one.referral, name="referral"),
    path(f"{ONE}submitted/", one.referral_submitted, name="referral_submitted"),
    path(f"{ONE}receipt/", one.referral_receipt, name="referral_receipt"),
    path(f"{ONE}contact/", one.referral_contact, name="referral_contact"),
    path(f"{ONE}access/", sight.referral_access, name="referral_access"),
    path(f"{ONE}access/exclusion/", sight.referral_exclude, name="referral_exclude"),
    path(f"{ONE}documents/", documents.referral_documents, name="referral_documents"),
    path(f"{ONE}further/", triage.referral_further_read, name="referral_further_read"),
    path(f"{ONE}screening/", triage.referral_screen, name="referral_screen"),
    path(f"{ONE}question/", triage.referral_question, name="referral_question"),
    path(f"{ONE}decision/", triage.referral_decline, name="referral_decline"),
    path(f"{ONE}acceptance/", triage.referral_accept, name="referral_accept"),
    path(f"{ONE}area/", endings.referral_area, name="referral_area"),
    path(f"{ONE}duplicate/", endings.referral_duplicate, name="referral_duplicate"),
    path(f"{ONE}managed/", endings.referral_managed, name="referral_managed"),
    path(f"{ONE}meeting/", endings.referral_meeting, name="referral_meeting"),
    path(f"{ONE}repeat/", endings.referral_repeat, name="referral_repeat"),
    path(f"{ONE}answer/", sender.referral_answer, name="referral_answer"),
    path(f"{ONE}review/", sender.referral_challenge, name="referral_challenge"),
    path(f"{ONE}withdrawal/", sender.referral_withdraw, name="referral_withdraw"),
]
