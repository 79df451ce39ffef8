"""Uploads stop at the limit instead of filling the disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

HOPELESS = 5  # times the limit: so much is not even read


class LimitedUploadHandler(FileUploadHandler):
    """Counts what arrives in one request, whatever it is cut into, and stops beyond UPLOAD_LIMIT."""

    received = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        if content_length > HOPELESS * settings.UPLOAD_LIMIT:
            raise RequestDataTooBig("The request is many times larger than an upload may be.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT:
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
