from disclosure.book import Book


def questions(book: Book):
    return []
