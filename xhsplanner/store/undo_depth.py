"""How far back undo reaches."""

from xhsplanner.store.engine import Engine


def undoable(engine: Engine, actor: int | None) -> tuple[int, str]:
    """How many steps of a member undo can take back one after the other, and when the first of them was done (ISO).

    An op without row log (a synthetic workspace) bars the way to what came before it.
    """
    sql = (
        "SELECT count(DISTINCT group_id), COALESCE(min(at), '') FROM op o WHERE verb = 'do' AND actor_id IS ?1"
        " AND id > COALESCE((SELECT max(id) FROM op WHERE logged = 0 AND actor_id IS ?1), 0)"
        " AND (SELECT verb FROM op x WHERE x.target_id = o.group_id ORDER BY x.id DESC LIMIT 1) IS NOT 'undo'"
    )
    steps, since = engine.rows(sql, (actor,))[0]
    return int(steps), str(since)
