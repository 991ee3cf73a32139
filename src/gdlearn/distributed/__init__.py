"""More than one machine: every rank holds some of the rows, and one message a step makes their gradients one."""

from gdlearn.distributed.backend import Distributed
from gdlearn.distributed.checkpoint import Remembering
from gdlearn.distributed.fake import FakeGroup, on_fake_ranks
from gdlearn.distributed.group import Alone, Group, rows_of
from gdlearn.distributed.process import ProcessGroup, joined
from gdlearn.distributed.shard import Shard, shard, with_rows

__all__ = [
    "Alone",
    "Distributed",
    "FakeGroup",
    "Group",
    "ProcessGroup",
    "Remembering",
    "Shard",
    "joined",
    "on_fake_ranks",
    "rows_of",
    "shard",
    "with_rows",
]
