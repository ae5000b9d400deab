"""Every table of workspace.db: as first released, and what later versions added; see migrations.

Days are ISO text, times of day minutes, moments ISO text to the millisecond, flags 0/1. Rows of every table
have `id` (never reused where the op-log names it) and `uid` (the same in every copy of the workspace).
No ON DELETE CASCADE: deletes are explicit, so that they are logged. No JSON functions in CHECK: SQLite 3.40
refuses them under trusted_schema=OFF.
"""

import re

APPLICATION_ID = 0x58485350  # "XHSP"
VERSION = 5

LISTED = "position INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0"
"""Columns of every noun of the catalogue that people order by hand and archive instead of deleting."""

TABLES: dict[str, str] = {
    "account": f"""name TEXT NOT NULL UNIQUE, initial TEXT NOT NULL DEFAULT '', color TEXT NOT NULL DEFAULT '',
        followers INTEGER, bank TEXT NOT NULL DEFAULT '', handle TEXT NOT NULL DEFAULT '',
        profile TEXT NOT NULL DEFAULT '', brand_kit TEXT NOT NULL DEFAULT '{{}}',
        remark TEXT NOT NULL DEFAULT '', {LISTED}""",
    "series": f"""name TEXT NOT NULL UNIQUE, palette TEXT NOT NULL DEFAULT 'neutral', cadence_days INTEGER,
        template TEXT NOT NULL DEFAULT '', hashtags TEXT NOT NULL DEFAULT '', brief TEXT NOT NULL DEFAULT '',
        product_class TEXT NOT NULL DEFAULT '', collection TEXT NOT NULL DEFAULT '', {LISTED}""",
    "member": f"""name TEXT NOT NULL UNIQUE, role TEXT NOT NULL DEFAULT 'editor'
        CHECK (role IN ('editor', 'designer', 'lead')), color TEXT NOT NULL DEFAULT '', {LISTED}""",
    "persona": f"""name TEXT NOT NULL UNIQUE, account_id INTEGER REFERENCES account(id),
        phrases TEXT NOT NULL DEFAULT '', forbidden TEXT NOT NULL DEFAULT '', {LISTED}""",
    "target": """account_id INTEGER NOT NULL REFERENCES account(id), series_id INTEGER REFERENCES series(id),
        weekday INTEGER CHECK (weekday BETWEEN 0 AND 6), per_week REAL NOT NULL CHECK (per_week >= 0),
        since TEXT, until TEXT""",
    "topic": """title TEXT NOT NULL, heat INTEGER NOT NULL DEFAULT 0, until TEXT,
        series_id INTEGER REFERENCES series(id), remark TEXT NOT NULL DEFAULT ''""",
    "note": """code TEXT NOT NULL UNIQUE, account_id INTEGER NOT NULL REFERENCES account(id),
        title TEXT NOT NULL DEFAULT '', day TEXT, minute INTEGER CHECK (minute BETWEEN 0 AND 1439),
        series_id INTEGER REFERENCES series(id), episode INTEGER, topic_id INTEGER REFERENCES topic(id),
        persona_id INTEGER REFERENCES persona(id), occasion TEXT NOT NULL DEFAULT '',
        kind TEXT NOT NULL DEFAULT '图文' CHECK (kind IN ('图文', '视频')),
        status TEXT NOT NULL DEFAULT 'todo', held_from TEXT,
        owner_id INTEGER REFERENCES member(id), designer_id INTEGER REFERENCES member(id),
        cover_state TEXT NOT NULL DEFAULT 'none'
            CHECK (cover_state IN ('none', 'requested', 'in_progress', 'done')),
        remark TEXT NOT NULL DEFAULT '', link TEXT NOT NULL DEFAULT '', published_at TEXT,
        source TEXT NOT NULL DEFAULT '', cover_files TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL""",
    "note_text": """note_id INTEGER NOT NULL UNIQUE REFERENCES note(id), body TEXT NOT NULL DEFAULT '',
        hashtags TEXT NOT NULL DEFAULT '', script TEXT NOT NULL DEFAULT '', seconds INTEGER,
        video_file TEXT NOT NULL DEFAULT ''""",
    "asset": """sha256 TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'picture'
            CHECK (kind IN ('picture', 'poster', 'render', 'font')),
        ext TEXT NOT NULL, bytes INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
        phash INTEGER, colors TEXT NOT NULL DEFAULT '', focus_x REAL NOT NULL DEFAULT 0.5,
        focus_y REAL NOT NULL DEFAULT 0.5, origin TEXT NOT NULL DEFAULT '', rights TEXT NOT NULL DEFAULT '',
        rights_until TEXT, portrait_until TEXT, remark TEXT NOT NULL DEFAULT '', added_at TEXT NOT NULL,
        trashed INTEGER NOT NULL DEFAULT 0""",
    "note_asset": """note_id INTEGER NOT NULL REFERENCES note(id), asset_id INTEGER NOT NULL REFERENCES asset(id),
        position INTEGER NOT NULL, UNIQUE (note_id, asset_id)""",
    "cover": """note_id INTEGER NOT NULL REFERENCES note(id), variant TEXT NOT NULL DEFAULT '3:4',
        template TEXT NOT NULL, template_version INTEGER NOT NULL DEFAULT 1,
        "values" TEXT NOT NULL DEFAULT '{}', picture_id INTEGER REFERENCES asset(id),
        state TEXT NOT NULL DEFAULT 'in_progress', rendered_id INTEGER REFERENCES asset(id),
        UNIQUE (note_id, variant)""",
    "slot": """account_id INTEGER NOT NULL REFERENCES account(id), series_id INTEGER REFERENCES series(id),
        rule TEXT NOT NULL, since TEXT NOT NULL, minute INTEGER CHECK (minute BETWEEN 0 AND 1439),
        holiday_policy TEXT NOT NULL DEFAULT 'none' CHECK (holiday_policy IN ('none', 'skip', 'before', 'after')),
        origin_id INTEGER REFERENCES slot(id), archived INTEGER NOT NULL DEFAULT 0""",
    "slot_override": """slot_id INTEGER NOT NULL REFERENCES slot(id), original_day TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('moved', 'cancelled', 'filled')), day TEXT, minute INTEGER,
        note_id INTEGER REFERENCES note(id), UNIQUE (slot_id, original_day)""",
    "tag": """"group" TEXT NOT NULL DEFAULT 'free', parent_id INTEGER REFERENCES tag(id), name TEXT NOT NULL,
        color TEXT NOT NULL DEFAULT '', share REAL, position INTEGER NOT NULL DEFAULT 0,
        UNIQUE ("group", name)""",
    "note_tag": """note_id INTEGER NOT NULL REFERENCES note(id), tag_id INTEGER NOT NULL REFERENCES tag(id),
        UNIQUE (note_id, tag_id)""",
    "asset_tag": """asset_id INTEGER NOT NULL REFERENCES asset(id), tag_id INTEGER NOT NULL REFERENCES tag(id),
        UNIQUE (asset_id, tag_id)""",
    "keyword": "name TEXT NOT NULL UNIQUE, heat INTEGER, remark TEXT NOT NULL DEFAULT ''",
    "note_keyword": """note_id INTEGER NOT NULL REFERENCES note(id),
        keyword_id INTEGER NOT NULL REFERENCES keyword(id), UNIQUE (note_id, keyword_id)""",
    "disclaimer": """product_class TEXT NOT NULL, form TEXT NOT NULL CHECK (form IN ('long', 'short', 'picture')),
        text TEXT NOT NULL, UNIQUE (product_class, form)""",
    "offer": """name TEXT NOT NULL, valid_from TEXT, valid_until TEXT, detail TEXT NOT NULL DEFAULT '',
        archived INTEGER NOT NULL DEFAULT 0""",
    "campaign": """name TEXT NOT NULL, kind TEXT NOT NULL DEFAULT '', valid_from TEXT, valid_until TEXT,
        plan TEXT NOT NULL DEFAULT '{}'""",
    "own_day": """name TEXT NOT NULL, rule TEXT NOT NULL, tone TEXT NOT NULL DEFAULT 'celebrate',
        remark TEXT NOT NULL DEFAULT ''""",
    "approval": """note_id INTEGER NOT NULL REFERENCES note(id), level TEXT NOT NULL, verdict TEXT NOT NULL,
        member_id INTEGER REFERENCES member(id), reason TEXT NOT NULL DEFAULT '', text_hash TEXT NOT NULL,
        at TEXT NOT NULL""",
    "waiver": """note_id INTEGER NOT NULL REFERENCES note(id), rule TEXT NOT NULL, text_hash TEXT NOT NULL,
        member_id INTEGER REFERENCES member(id), reason TEXT NOT NULL, at TEXT NOT NULL""",
    "comment": """subject TEXT NOT NULL, anchor TEXT NOT NULL DEFAULT '', parent_id INTEGER REFERENCES comment(id),
        member_id INTEGER REFERENCES member(id), text TEXT NOT NULL, at TEXT NOT NULL,
        resolved INTEGER NOT NULL DEFAULT 0""",
    "task": """kind TEXT NOT NULL, subject TEXT NOT NULL DEFAULT '', rule_key TEXT NOT NULL UNIQUE, due TEXT,
        owner_id INTEGER REFERENCES member(id), state TEXT NOT NULL DEFAULT 'open'""",
    "result": """note_id INTEGER NOT NULL REFERENCES note(id), as_of TEXT NOT NULL, impressions INTEGER,
        views INTEGER, click_rate REAL, likes INTEGER, comments INTEGER, collects INTEGER, followers INTEGER,
        shares INTEGER, seconds REAL, UNIQUE (note_id, as_of)""",
    "template": "name TEXT NOT NULL UNIQUE, text TEXT NOT NULL",
    "rule_pack": "name TEXT NOT NULL UNIQUE, text TEXT NOT NULL, enabled INTEGER NOT NULL DEFAULT 1",
    "setting": "name TEXT NOT NULL UNIQUE, value TEXT NOT NULL",
}

TABLES_3: dict[str, str] = {
    "collection": """account_id INTEGER NOT NULL REFERENCES account(id),
        series_id INTEGER NOT NULL REFERENCES series(id), name TEXT NOT NULL, UNIQUE (account_id, series_id)""",
    "note_offer": """note_id INTEGER NOT NULL REFERENCES note(id), offer_id INTEGER NOT NULL REFERENCES offer(id),
        UNIQUE (note_id, offer_id)""",
    "shot": """note_id INTEGER NOT NULL REFERENCES note(id), position INTEGER NOT NULL DEFAULT 0,
        seconds INTEGER, scene TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT ''""",
    "alias": """kind TEXT NOT NULL CHECK (kind IN ('account', 'series', 'member', 'status')), name TEXT NOT NULL,
        target TEXT NOT NULL, UNIQUE (kind, name)""",
    "plan_layout": """fingerprint TEXT NOT NULL UNIQUE, roles TEXT NOT NULL DEFAULT '{}'""",
}
"""What version 3 added: the name of a series as 合集 of an account, the offers a note speaks of, the shots of a
video, what a foreign schedule calls a name of ours (`target` a uid, or the code of a status), and the columns of a
schedule as a person set them, by its header."""

COLUMNS_3: dict[str, str] = {
    "series": "numbered INTEGER NOT NULL DEFAULT 0",
    "persona": "color TEXT NOT NULL DEFAULT '', brief TEXT NOT NULL DEFAULT ''",
    "offer": "series_id INTEGER REFERENCES series(id), position INTEGER NOT NULL DEFAULT 0",
    "keyword": "position INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0",
    "tag": "archived INTEGER NOT NULL DEFAULT 0",
    "disclaimer": "position INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0",
}
"""Columns version 3 put at the end of older tables."""

TABLES_5: dict[str, str] = {
    "view": f"""name TEXT NOT NULL UNIQUE, room TEXT NOT NULL, filter TEXT NOT NULL DEFAULT '{{}}',
        look TEXT NOT NULL DEFAULT '{{}}', owner_id INTEGER REFERENCES member(id), {LISTED}""",
    "note_template": f"""name TEXT NOT NULL UNIQUE, series_id INTEGER REFERENCES series(id),
        kind TEXT NOT NULL DEFAULT '图文' CHECK (kind IN ('图文', '视频')), title TEXT NOT NULL DEFAULT '',
        body TEXT NOT NULL DEFAULT '', hashtags TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',
        {LISTED}""",
    "relay": """note_id INTEGER NOT NULL UNIQUE REFERENCES note(id), after_id INTEGER NOT NULL REFERENCES note(id),
        minutes INTEGER NOT NULL CHECK (minutes > 0)""",
    "arrangement": "year INTEGER NOT NULL UNIQUE, text TEXT NOT NULL",
}
"""What version 5 added: saved views (`filter` and `look` are JSON), templates of notes, a note that follows another
by so many minutes (接力), and the State Council's days off of a year that came out after this program."""

COLUMNS_5: dict[str, str] = {
    "account": "spacing INTEGER, per_day INTEGER",
    "slot": "title TEXT NOT NULL DEFAULT '', template_id INTEGER REFERENCES note_template(id)",
    "topic": "owner_id INTEGER REFERENCES member(id), archived INTEGER NOT NULL DEFAULT 0",
    "task": "title TEXT NOT NULL DEFAULT '', done_at TEXT",
    "own_day": "days INTEGER NOT NULL DEFAULT 1, minute INTEGER, series TEXT NOT NULL DEFAULT '', "
    "lead TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', position INTEGER NOT NULL DEFAULT 0, "
    "archived INTEGER NOT NULL DEFAULT 0",
}
"""Columns version 5 put at the end of older tables."""

CREATED = TABLES | TABLES_3 | TABLES_5
"""Table → its columns as it was created."""
ADDED = tuple((table, added) for columns in (COLUMNS_3, COLUMNS_5) for table, added in columns.items())
"""(table, columns) that came later."""
ALL_TABLES = tuple(CREATED)

_REFERENCE = re.compile(r"(\w+) INTEGER(?: NOT NULL)?(?: UNIQUE)? REFERENCES (\w+)\(id\)")
REFERENCES: dict[str, list[tuple[str, str]]] = {}
"""Table → (table, column) of all that refers to its rows."""
for _table, _columns in (*CREATED.items(), *ADDED):
    for _column, _parent in _REFERENCE.findall(_columns):
        REFERENCES.setdefault(_parent, []).append((_table, _column))

UNIQUE: dict[str, list[tuple[str, ...]]] = {
    table: [
        tuple(part.strip(' "') for part in found.split(",")) for found in re.findall(r"UNIQUE \((.+?)\)", columns)
    ]
    for table, columns in CREATED.items()
}
"""Table → sets of columns that no two of its rows share."""

FREE = (("slot_override", "note_id"), ("relay", "after_id"))
"""References to a note that do not make the row a part of it."""

OWNERS = {
    **{table: (column, "note") for table, column in REFERENCES["note"] if (table, column) not in FREE},
    "asset_tag": ("asset_id", "asset"),
}
"""Table → (column, table) of the row that its rows belong to: part of it, worth nothing alone."""

INDEXES = (
    "CREATE INDEX note_by_day ON note(day, minute)",
    "CREATE INDEX note_by_account ON note(account_id, day, minute)",
    "CREATE INDEX note_by_series ON note(series_id, day)",
    "CREATE INDEX note_by_topic ON note(topic_id) WHERE topic_id IS NOT NULL",
    "CREATE INDEX note_by_source ON note(source) WHERE source <> ''",
    "CREATE INDEX note_asset_by_asset ON note_asset(asset_id)",
    "CREATE INDEX cover_by_picture ON cover(picture_id) WHERE picture_id IS NOT NULL",
    "CREATE INDEX asset_tag_by_tag ON asset_tag(tag_id)",
    "CREATE INDEX note_tag_by_tag ON note_tag(tag_id)",
    "CREATE INDEX op_by_group ON op(group_id)",
    "CREATE INDEX op_by_target ON op(target_id) WHERE target_id IS NOT NULL",
    "CREATE INDEX op_by_actor ON op(actor_id, id)",
    "CREATE INDEX op_row_by_row ON op_row(tbl, row_id)",
)

LOG = (
    # AUTOINCREMENT: an id of the log, and of a row the log names, is never given twice.
    """CREATE TABLE op (id INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER NOT NULL, at TEXT NOT NULL,
        actor_id INTEGER, kind TEXT NOT NULL, "values" TEXT NOT NULL DEFAULT '{}',
        verb TEXT NOT NULL DEFAULT 'do' CHECK (verb IN ('do', 'undo', 'redo')), target_id INTEGER,
        logged INTEGER NOT NULL DEFAULT 1) STRICT""",
    """CREATE TABLE op_row (op_id INTEGER NOT NULL REFERENCES op(id), seq INTEGER NOT NULL, tbl TEXT NOT NULL,
        row_id INTEGER NOT NULL, before TEXT, after TEXT, PRIMARY KEY (op_id, seq)) STRICT, WITHOUT ROWID""",
)

SEARCH = "CREATE VIRTUAL TABLE note_search USING fts5(grams, chars, tokenize = 'unicode61')"
"""Filled from Python: FTS5 in triggers is refused under trusted_schema=OFF."""
SEARCH_5 = (
    "CREATE VIRTUAL TABLE note_search USING fts5(grams, content='', columnsize=0, detail=none,"
    """ tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'")"""
)
"""Which notes have which grams (see core/text), and nothing else: half as large as the text, not eight times."""
SEARCH_TABLES = (
    "CREATE TABLE note_search_state (id INTEGER PRIMARY KEY CHECK (id = 1), below INTEGER NOT NULL) STRICT",
    "CREATE TABLE note_search_entry (id INTEGER PRIMARY KEY, grams INTEGER NOT NULL, sum INTEGER NOT NULL) STRICT",
)
"""Which notes are in the index (see search.entries.below), with how many grams, and of what text: a sum of it."""


NOTE_OF_BEFORE = "CAST(substr(before, instr(before, '\"note_id\":') + 10, 19) AS INTEGER)"
"""The note a deleted row belonged to, out of what the log keeps of it; JSON functions are refused in an index."""


def statements() -> list[str]:
    """The DDL of version 1, in an order that satisfies references."""
    return [*_creating(TABLES), *LOG, *INDEXES, SEARCH]


def statements_2() -> list[str]:
    """What leads from version 1 to 2."""
    return ["CREATE INDEX note_by_pair ON note(account_id, series_id, day, status)"]


def statements_3() -> list[str]:
    """What leads from version 2 to 3."""
    indexes = [
        "CREATE INDEX shot_by_note ON shot(note_id, position)",
        "CREATE INDEX note_offer_by_offer ON note_offer(offer_id)",
        "CREATE INDEX note_keyword_by_keyword ON note_keyword(keyword_id)",
    ]
    # Until now every series counted its episodes: those that have some go on.
    counting = "UPDATE series SET numbered = 1 WHERE id IN (SELECT series_id FROM note WHERE episode IS NOT NULL)"
    return [*_creating(TABLES_3), *_adding(COLUMNS_3), *indexes, counting]


def statements_4() -> list[str]:
    """What leads from version 3 to 4: a link for every op (see chain), and indexes for a million notes."""
    return [
        "ALTER TABLE op ADD COLUMN chain TEXT NOT NULL DEFAULT ''",
        # Without a rowid each row of more than 1 KB, a note's text say, took a page of 4 KB for itself.
        "ALTER TABLE op_row RENAME TO op_row_3",
        """CREATE TABLE op_row (op_id INTEGER NOT NULL REFERENCES op(id), seq INTEGER NOT NULL, tbl TEXT NOT NULL,
        row_id INTEGER NOT NULL, before TEXT, after TEXT, PRIMARY KEY (op_id, seq)) STRICT""",
        "INSERT INTO op_row SELECT * FROM op_row_3 ORDER BY op_id, seq",
        "DROP TABLE op_row_3",
        "CREATE INDEX op_row_by_row ON op_row(tbl, row_id, op_id, seq)",
        # How many notes a day has, and which come first, is told by the index alone.
        "DROP INDEX note_by_day",
        "CREATE INDEX note_by_day ON note(day, minute, account_id, status)",
        # Who uses what in the catalogue, without reading every note.
        "CREATE INDEX note_by_owner ON note(owner_id, day) WHERE owner_id IS NOT NULL",
        "CREATE INDEX note_by_designer ON note(designer_id, day, owner_id) WHERE designer_id IS NOT NULL",
        "CREATE INDEX note_by_persona ON note(persona_id, day) WHERE persona_id IS NOT NULL",
        "CREATE INDEX note_by_episode ON note(series_id, account_id, episode) WHERE episode IS NOT NULL",
        f"CREATE INDEX op_row_gone ON op_row(tbl, {NOTE_OF_BEFORE}) WHERE after IS NULL",
    ]


def statements_5() -> list[str]:
    """What leads from version 4 to 5."""
    indexes = [
        "CREATE INDEX relay_by_after ON relay(after_id)",
        "CREATE INDEX slot_override_by_note ON slot_override(note_id) WHERE note_id IS NOT NULL",
        "CREATE INDEX slot_override_by_day ON slot_override(day) WHERE day IS NOT NULL",
        "CREATE INDEX note_by_occasion ON note(occasion, day) WHERE occasion <> ''",
    ]
    # The new search index is filled by whoever looks after the workspace; meanwhile the notes themselves are read.
    missing = "INSERT INTO note_search_state (id, below) SELECT 1, COALESCE(max(id) + 1, 0) FROM note"
    search = ["DROP TABLE note_search", SEARCH_5, *SEARCH_TABLES, missing]
    return [*_creating(TABLES_5), *_adding(COLUMNS_5), *indexes, *search]


STEPS = (statements, statements_2, statements_3, statements_4, statements_5)
"""What leads to each version from the one before."""


def _adding(columns: dict[str, str]) -> list[str]:
    return [
        f"ALTER TABLE {table} ADD COLUMN {column}"
        for table, added in columns.items()
        for column in added.split(", ")
    ]


def _creating(tables: dict[str, str]) -> list[str]:
    return [
        f"CREATE TABLE {name} (id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, {columns}) STRICT"
        for name, columns in tables.items()
    ]
