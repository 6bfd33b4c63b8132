"""What was, or would be, deleted: one sentence for commands and flows."""

from workflows.retention.deleting import Deleted
from workflows.retention.due import Due, Overdue


def planned(due: tuple[Due, ...], late: tuple[Overdue, ...]) -> str:
    """In words, for commands and flows."""
    words = f"保存期限が過ぎた書類: {len(due)} 件 (記録 {sum(e.records for e in due)} 件)"
    return f"{words}、期限を過ぎたが終わっていない記録: {len(late)} 件" if late else words


def told(deleted: Deleted) -> str:
    words = f"削除した書類: {len(deleted.document_ids)} 件 (記録 {deleted.records} 件)"
    if deleted.tried:
        words += f"、試しに残ったファイル: {deleted.tried} 件"
    if deleted.files_left:
        return f"{words}。消せなかったファイル: {deleted.files_left} 件 (次の回にもう一度消します)"
    return words
