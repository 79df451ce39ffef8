"""What a document says, as plain dataclasses: the PDF, the workbook and the page are all made from the same content."""
