"""What coach computes, as plain JSON values, field by field: what is compared is written down here, not discovered."""

from __future__ import annotations

import hashlib
import json
from typing import Any

Plain = dict[str, Any]


def moment(value: Any) -> str | None:
    """A moment or a day as text."""
    return None if value is None else value.isoformat()


def text(value: Any) -> str | None:
    """A word, or None."""
    return None if value is None else str(value)


def words(values: Any) -> list[str]:
    """Words in a fixed order."""
    return sorted(str(value) for value in values)


def digest(value: Any) -> str:
    """A short mark of a long value."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def either(value: Any, new: str, old: str) -> Any:
    """An attribute that got another name."""
    return getattr(value, new) if hasattr(value, new) else getattr(value, old)


def flag(up: Any) -> Plain:
    """A flag that is up, with what it rests on and locks."""
    return {
        "id": up.flag.id,
        "level": str(up.level),
        "since": moment(up.since),
        "until": moment(up.until),
        "subject": up.subject,
        "area": text(up.area),
        "classes": words(up.blocks.classes),
        "techniques": words(up.blocks.techniques),
        "where": str(up.blocks.where),
        "opened": words(up.opened),
        "seen": up.seen,
        "visited": up.visited,
        "act_within": up.act_within,
        "evidence": [[e.rule, e.words, list(e.facts)] for e in up.evidence],
    }


def reason(one: Any) -> list[Any]:
    """Why something is locked."""
    return [one.text, str(one.level), one.flag, list(one.sources)]


def safety(found: Any) -> Plain:
    """What the door looks at."""
    check = found.check
    return {
        "level": str(found.level),
        "fault": found.fault,
        "flags": [flag(up) for up in found.flags],
        "check": [check.valid, check.begun, check.quick, moment(check.at), check.why],
        "answered": words(found.answered),
        "version": found.version,
        "uses": [
            [
                u.technique,
                u.session,
                moment(u.begun),
                moment(u.ended),
                u.day,
                u.seconds,
                text(u.area),
                text(u.side),
                u.spot,
                u.rep,
            ]
            for u in found.recent
        ],
    }


def card(blocked: Any) -> Plain | None:
    """A card, or a no at the door."""
    if blocked is None:
        return None
    return {
        "routine": blocked.routine,
        "level": str(blocked.level),
        "headline": blocked.headline,
        "action": blocked.action,
        "reasons": [reason(one) for one in blocked.reasons],
        "allowed": list(blocked.allowed),
        "act_within": blocked.act_within,
        "check_due": blocked.check_due,
        "notes": list(blocked.notes),
    }


def cleared(found: Any) -> Plain:
    """A leave to run."""
    return {
        "routine": found.routine,
        "techniques": list(found.techniques),
        "left_out": [[name, reason(one)] for name, one in found.left_out],
        "advice": list(found.advice),
        "pressed": [[text(a), text(s), n, seconds] for a, s, n, seconds in found.past.pressed],
        "reps": [list(one) for one in found.past.reps_last_week],
    }


def listed(one: Any) -> Plain:
    """A routine in the list."""
    return {
        "id": one.routine.id,
        "seconds": one.seconds,
        "locked": one.locked,
        "check_due": one.check_due,
        "reasons": [reason(each) for each in one.reasons],
    }


def timeline(plan: Any) -> Plain:
    """A planned run, every part and cue of it."""
    return {
        "routine": plan.routine,
        "seconds": plan.seconds,
        "segments": [
            [s.start, s.seconds, str(s.kind), s.technique, text(s.side), s.say, s.step, s.spot, s.alarm, s.asleep_too]
            for s in plan.segments
        ],
        "cues": [[c.at, c.say, str(c.sound)] for c in plan.cues],
        "notes": list(plan.notes),
    }


def past_session(past: Any) -> Plain | None:
    """A session as the record tells it."""
    if past is None:
        return None
    return {
        "id": past.id,
        "routine": past.routine,
        "name": past.name,
        "begun": moment(past.begun.local),
        "ended": past.ended and moment(past.ended.local),
        "outcome": past.outcome,
        "before": past.before,
        "after": past.after,
        "seconds": past.seconds,
        "steps": [[s.technique, s.done, s.seconds, s.planned, s.over] for s in past.steps],
        "reached": past.last_reached and moment(past.last_reached.local),
    }


def rating(one: Any) -> list[Any]:
    """One rating of pain."""
    return [one.id, moment(one.at), one.level, text(one.area), words(one.tags)]


def episode(one: Any) -> Plain:
    """A complaint."""
    return {
        "id": one.id,
        "kind": str(one.kind),
        "area": text(one.area),
        "side": one.side or "",
        "started": moment(one.started),
        "ended": moment(one.ended),
        "known": moment(one.known_at),
        "triggers": list(one.triggers),
        "statuses": [[s.id, moment(s.at), s.value] for s in one.statuses],
        "pain": [each.id for each in one.pain],
    }


def lump(one: Any) -> Plain:
    """A lump with its looks."""
    return {
        "id": one.id,
        "area": text(one.area),
        "side": one.side or "",
        "known": moment(one.known),
        "since": moment(one.since),
        "first_noticed": moment(one.first_noticed),
        "unknown": one.unknown,
        "looks": [[look.id, moment(look.at)] for look in one.checks],
    }


def history(past: Any, now: Any) -> Plain:
    """All that the rules read of the record."""
    return {
        "episodes": [episode(one) for one in past.episodes],
        "lumps": [lump(one) for one in past.lumps],
        "lumps_now": [one.id for one in past.lumps_at(now)],
        "pain": [rating(one) for one in past.pain],
        "visits": [
            [v.id, moment(v.at), words(v.classes), words(v.flags), v.lumps and words(v.lumps), v.own_word]
            for v in past.visits
        ],
        "care_days": sorted(day.isoformat() for day in past.care_days),
        "age": (past.ages_at(now) or (None, None))[1],
        "doubts": [[moment(at), changed] for at, changed in past.doubts],
    }


def due(found: Any) -> Plain:
    """What is to be asked."""
    return {
        "profile": bool(found.profile),
        "changed": found.changed,
        "weekly": found.weekly,
        "episodes": [one.id for one in found.episodes],
        "better": words(found.better),
        "lumps": [one.id for one in found.lumps],
        "rate": [one.id for one in found.rate],
    }


def screen(shown: Any) -> list[Any]:
    """A page of the check."""
    lines = [getattr(line, "say", line) for line in shown.lines]
    return [shown.key, shown.question, lines, shown.number, shown.of, shown.no_if, shown.part]


def page(checkup: Any) -> Any:
    """What is to be asked now; earlier versions called it a screen."""
    return checkup.page if hasattr(checkup, "page") else checkup.screen


def answered(checkup: Any, shown: Any, answer: Any, no: Any) -> Any:
    """The check after this answer to its page; of a list the first line is marked so, or none of it."""
    if getattr(shown, "asks", "") == "still" and answer is not no:
        return checkup.is_worse(shown.key)
    if getattr(shown, "asks", "") != "lines":
        return checkup.answer(shown.key, answer)
    if answer is no or shown.lines[0].mark is not None:
        return checkup.close()
    return checkup.mark(shown.lines[0].key, answer)


def item(one: Any) -> list[Any]:
    """Something that is due."""
    return [str(one.kind), one.key, one.seconds, one.opens, one.name, one.text, one.not_before]


def reminders(state: Any) -> Plain:
    """Where the reminders stand."""
    told = state.open
    return {
        "phase": str(state.phase),
        "sat": state.sat,
        "due": state.due,
        "drink": state.drink,
        "desk": moment(state.desk),
        "looked": moment(either(state, "scanned_until", "looked")),
        "pauses": [[str(p.reason), p.source, moment(p.until), p.ends] for p in state.pauses],
        "open": told
        and {
            "id": told.id,
            "items": [item(one) for one in told.items],
            "told": told.told,
            "sat": told.sat,
            "seconds": told.seconds,
            "snoozes": told.snoozes,
            "early": list(told.early),
            "marks": [told.started, told.seen, told.asks, told.quiet, told.untold, told.voluntary],
        },
        "owed": [item(one) for one in state.owed],
        "picked": list(either(state, "came_due", "picked")),
        "asked": [[a.key, moment(a.day), a.at] for a in state.asked],
        "snoozed": [list(one) for one in state.snoozed],
        "row": [state.unanswered, state.questioned, state.number, state.written, either(state, "starting", "fresh")],
        "returns": [state.ask_at, state.back_by],
    }


def plan(found: Any) -> Plain:
    """What the reminders go by."""
    return {
        "lock": str(found.lock),
        "follow_ups": [[f.kind, moment(f.at), f.text, f.about] for f in found.follow_ups],
        "open": words(found.open_techniques),
    }
