"""Files that hold one article each, as people write and save them: text, Markdown, pages, Word, PDF, books."""
