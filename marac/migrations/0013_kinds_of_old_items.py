from django.db import migrations

# What was listed before items had kinds: the referral says whether it was a repeat or came from another area.
FILL = """
UPDATE marac_hearing h SET kind = CASE WHEN r.is_transfer_in THEN 'transfer_in' ELSE 'repeat' END
FROM referrals_referral r WHERE r.id = h.referral_id AND (r.is_repeat OR r.is_transfer_in)
"""


class Migration(migrations.Migration):
    dependencies = [("marac", "0012_item_kinds"), ("referrals", "0004_the_whole_form")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
