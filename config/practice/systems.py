"""What systems and senders add: a photograph, further incidents, a key and an address that wait for approval."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from agencies.hooks import make_hook
from agencies.models import Agency
from agencies.principal import Principal, principal_scope
from agencies.services import make_key
from config.practice.county import POLICE, County
from documents.kinds import FileKind
from documents.services import Upload
from referrals.models import Referral
from referrals.services import add_document, add_incidents


def build_systems(county: County, *, now: datetime) -> None:
    """Add to two referrals of the police, and have their administrator ask for a key and an address."""
    with principal_scope(by := Principal.of(county.people["police"])):
        sent = Referral.objects.sent_by(by).order_by("-received_at", "pk")
        waiting = sent.filter(status=Referral.Status.SUBMITTED).first()
        accepted = sent.filter(status=Referral.Status.ACCEPTED).first()
        if waiting:
            picture = Upload(photograph(), FileKind.JPEG, "photograph")
            add_document(waiting, by=by, upload=picture, at=now - timedelta(hours=2))
        if accepted:
            add_incidents(accepted, by=by, incidents=[_incident(now)], at=now - timedelta(hours=1))
    with principal_scope(by := Principal.of(county.people["police-administrator"])):
        police = Agency.objects.get(name=POLICE)
        make_key(police, by=by, label="Custody system, on trial", at=now, networks=["192.0.2.0/24"])
        make_hook(police.pk, by=by, url="https://records.police.example/status", at=now)


def _incident(now: datetime) -> dict[str, object]:
    return {
        "occurred_at": (now - timedelta(hours=20)).isoformat(timespec="seconds"),
        "kind": "crime",
        "category": "criminal_damage",
        "reported_to_police": True,
        "summary": "The lock of the front door was glued again. Nobody was hurt. New lock fitted the same day.",
    }


def photograph() -> bytes:
    """A door with its lock."""
    picture = Image.new("RGB", (480, 320), "#5b6b73")
    ImageDraw.Draw(picture).rectangle((190, 60, 290, 300), fill="#2f3a40", outline="#cfd6da", width=4)
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()
