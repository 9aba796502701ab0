"""What beat asks for, and when. Every task is safe to run twice."""

from celery.schedules import crontab

BEAT_SCHEDULE = {
    # A new notice asks for its letter itself; this writes those that a holiday held and those that the broker lost.
    "tell-key-adults": {"task": "encompass.tasks.tell_key_adults", "schedule": crontab(minute="*/5")},
    # A change of status asks for its own notice; this sends what has to be tried again, and what the broker lost.
    "tell-systems": {"task": "agencies.tasks.tell_systems", "schedule": crontab(minute="*")},
    # What nobody needs any more. A missed night is made up the next.
    "dispose-drafts-and-keys": {"task": "referrals.tasks.dispose", "schedule": crontab(hour="3", minute="20")},
    # Reviews whose last day has passed: the database decides which. A missed night is made up the next.
    "dispose-reviews": {"task": "dhr.tasks.dispose", "schedule": crontab(hour="3", minute="40")},
    # Whoever is back from leave finds their people on their own list; a missed night is made up the next.
    "return-after-leave": {"task": "support.tasks.return_after_leave", "schedule": crontab(hour="0", minute="15")},
    # Dates in reviews: each is said once, so a missed morning is made up the next.
    "remind-of-dates": {"task": "dhr.tasks.remind_of_dates", "schedule": crontab(hour="6", minute="30")},
    # Another area has not acknowledged a pack: said once, so a missed morning is made up the next.
    "chase-transfers": {"task": "marac.tasks.chase_transfers", "schedule": crontab(hour="6", minute="45")},
    # A quarter's draft is due once the quarter has ended; asking daily means a missed day is made up the next.
    "draft-the-last-quarter": {"task": "reports.tasks.draft_last_quarter", "schedule": crontab(hour="5", minute="10")},
    # Figures that changed are counted again within seconds. A message that nobody took in time is asked for again.
    "refresh-summary": {"task": "reports.tasks.refresh_summary", "schedule": 15.0, "options": {"expires": 14}},
    # All of them are compared with what is recorded, before the day's drafts are made.
    "check-summary": {"task": "reports.tasks.check_summary", "schedule": crontab(hour="4", minute="20")},
    # A killed worker or a flushed broker loses messages, never rows: what has gone stale is asked for again.
    "sweep-imports": {"task": "incidents.tasks.sweep", "schedule": crontab(minute="*/2")},
    "requeue-stale-reports": {"task": "reports.tasks.requeue_stale", "schedule": crontab(minute="*/2")},
}
