"""Data larger than memory: row block by row block, read while the last block is computed."""

from gdlearn.streaming.backend import Streaming
from gdlearn.streaming.opening import open_source
from gdlearn.streaming.prefetched import Prefetched
from gdlearn.streaming.source import Source
from gdlearn.streaming.stream import Stream
from gdlearn.streaming.survey import Survey
from gdlearn.streaming.table import FileSource

__all__ = ["FileSource", "Prefetched", "Source", "Stream", "Streaming", "Survey", "open_source"]
