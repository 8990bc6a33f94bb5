"""The words of the pages: Japanese and English of all that the document itself does not say, kinds of findings in Japanese."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """One thing said in both languages of the interface."""

    ja: str
    en: str


WORDS: dict[str, Words] = {
    # the page
    "review": Words("確認ページ", "Review"),
    "pages": Words("原文のページ", "Pages of the document"),
    "dataset": Words("データセット", "Dataset"),
    "page": Words("ページ", "page"),
    "as_of": Words("基準日", "As of"),
    "fiscal_year": Words("年度", "Fiscal year"),
    "source_file": Words("出典", "Source"),
    "boxes": Words("枠を表示", "Show boxes"),
    "zoom_in": Words("拡大", "Zoom in"),
    "zoom_out": Words("縮小", "Zoom out"),
    "language": Words("English", "日本語"),
    "skip": Words("データセットへ移動", "Skip to the dataset"),
    "nothing_found": Words("条件に合う取組はありません。", "No initiative matches."),
    "no_initiatives": Words("この報告に取組はありません。", "The report has no initiatives."),
    "keys": Words("キー操作", "Keys"),
    "key_row": Words("次・前の取組", "next, previous initiative"),
    "key_page": Words("前・次のページ", "previous, next page"),
    "key_search": Words("検索", "search"),
    "key_escape": Words("選択・検索を解除", "clear"),
    "noscript": Words(
        "スクリプトなしで表示しています。絞り込みと検索のほかは、すべて読めます。",
        "Shown without scripts: all of it can be read, filters and search are left out.",
    ),
    # filters
    "filters": Words("絞り込み", "Filters"),
    "search": Words("検索", "Search"),
    "section": Words("施策", "Section"),
    "all_sections": Words("すべての施策", "All sections"),
    "department": Words("担当課", "Department"),
    "all_departments": Words("すべての課", "All departments"),
    "state": Words("状態", "State"),
    "with_findings": Words("所見あり", "With findings"),
    "clear": Words("条件を解除", "Clear"),
    "shown": Words("件を表示", "shown"),
    # an initiative
    "initiatives": Words("取組", "Initiatives"),
    "relisted": Words("再掲", "listed again"),
    "refers_to": Words("参照先", "Refers to"),
    "overview": Words("事業概要", "Overview"),
    "progress": Words("実施状況", "Progress"),
    "all_columns": Words("印刷された全欄", "All columns as printed"),
    "link": Words("この項目へのリンク", "Link to this item"),
    "no_section": Words("施策なし", "No section"),
    # states
    "completed": Words("完了", "completed"),
    "operating": Words("運用中", "operating"),
    "in_progress": Words("実施中", "in progress"),
    "planned": Words("予定", "planned"),
    "under_review": Words("検討中", "under review"),
    "undecided": Words("未定", "undecided"),
    "information": Words("情報", "information"),
    # values
    "date": Words("日付", "date"),
    "quantity": Words("数量", "amount"),
    "by_dekad": Words("旬単位", "ten days"),
    "by_month": Words("月単位", "month"),
    "by_season": Words("季節単位", "season"),
    "by_quarter": Words("四半期単位", "quarter"),
    "by_half": Words("半期単位", "half-year"),
    "by_fiscal_year": Words("年度単位", "fiscal year"),
    "by_year": Words("年単位", "year"),
    "approximate": Words("頃", "about"),
    "recurrence": Words("繰り返し", "repeats"),
    # totals
    "totals": Words("記載された合計", "Stated totals"),
    "holds": Words("一致", "adds up"),
    "fails": Words("不一致", "does not add up"),
    "sum": Words("合計", "sum"),
    "count": Words("件数", "count"),
    "product": Words("積", "product"),
    "equal": Words("同値", "equal"),
    # findings
    "findings": Words("所見", "Findings"),
    "for_information": Words("所見（参考）", "Findings for information"),
    "error": Words("誤り", "error"),
    "warning": Words("要確認", "warning"),
    "info": Words("参考", "information"),
}

FINDINGS: dict[str, str] = {
    # text and pages
    "unplaced-text": "表の外に、見出しでも欄外の定型でもない文字がある",
    "prose": "表の外の文章（データには入れていない）",
    "note": "表の外または表をまたぐ注記（取組の行には入れていない）",
    "hidden-text": "見えない文字（データには入れていない）",
    "stamp": "ページに重ねた透かしや押印（データには入れていない）",
    "unmapped-glyph": "どの文字か分からない字形がある（外字など。本文では「�」）",
    "scanned-page": "画像のページ。文字は認識によるものか、罫線にも位置にも支えられていない",
    # tables and columns
    "other-table": "取組の一覧ではない表（データには入れていない）",
    "aligned-table": "罫線のない表を文字の位置から読み取った",
    "left-out": "指定により対象から外した",
    "column-without-role": "役割を判断できない列（内容は「全欄」にある）",
    "uncertain-continuation": "前のページの行の続きかどうか、はっきりしない",
    "no-name": "取組名のない行",
    "numbering-gap": "番号が飛んでいる",
    "numbering-repeat": "同じ番号が二度ある",
    "unresolved-reference": "再掲の元になる取組が見つからない",
    # values
    "total-mismatch": "記載された合計・件数・積が内訳と合わない",
    "weekday-mismatch": "曜日が日付と合わない",
    "year-mismatch": "年の二つの表記が食い違う",
    "impossible-date": "暦にない日付",
    "date-without-year": "年を判断できない日付",
    # the cross-check
    "readers-disagree": "別の読取ライブラリでは文字が異なる",
    "reading-order": "別の読取ライブラリでは文字の順序が異なる",
    "reader-silent": "別の読取ライブラリはこの表を読んでいない",
    # two periods
    "different-generator": "二つの報告を読み取ったプログラムの版が異なる（差の一部は計画の変更ではないかもしれない）",
    "different-reader": "二つの報告を読み取ったライブラリが異なる（差の一部は計画の変更ではないかもしれない）",
    "different-plan": "二つの報告の計画名が異なる",
    "different-municipality": "二つの報告の自治体が異なる",
    "later-first": "旧の報告の基準日が新の報告より後",
    "other-years": "一方の報告だけにある年度の欄は比較していない",
    "weak-match": "同じ取組とみなしたが、根拠が弱い",
}
"""What was seen, for each kind of finding; the message, in English, has the particulars."""
