"""What may stand behind a number and count: Japanese counters, nouns that count, units of measure and money.

The lists are open: a noun that no list names counts too where it stands right behind Arabic digits (15河川, 3レーン).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

PLACE_WORDS = ("所", "月", "国", "年", "村", "町", "店", "条")
_KA = "かカヵケヶ箇個"
_GENERIC = tuple(ka + word for ka in _KA for word in PLACE_WORDS if ka + word not in ("個月", "個年", "個店", "個条"))


def _words(text: str) -> tuple[str, ...]:
    """The words of a list written as text."""
    return tuple(text.split())


COUNTERS = _words("""
方向 件 人 名 回 台 社 課 校 冊 本 組 戸 棟 基 便 席 個 枚 点 歳 才 匹 頭 羽 隻 艘 両 通 部 票 口 株 体 面 種 式 者
杯 軒 箱 袋 缶 束 玉 球 灯 食 泊 室 区 市 町 村 県 州 国 島 店 館 園 局 隊 班 係 団 族 院 寺 駅 港 橋 曲 話 巻
編 首 句 語 字 行 列 段 層 倍 度 歩 周 品 色 筆 坪 町歩 反 畝 升 合 石 斤 貫 尺 寸 里 脚 着 足 双 膳 発 打 試合
局面 柱 区画 円 銭 元 割 分 厘 秒 週 つ 名様 例 案 策 問 議案 議席 議題 議論 講座 講演 講義 研修 会議 会場 会員
会派 回線 回答 項目 品目 科目 種目 費目 細目 種類 種別 分類 分野 分団 分科会 類型 区間 区域 区分 地区 地域 地点
地方 箇所 個所 か所 場所 拠点 路線 路盤 航路 系統 経路 車線 車両 列車 停留所 停留場 港湾 漁港 河川 橋梁 水路
流域 施設 施策 事業 事業所 事業者 事業体 事務 事務所 事案 事例 業務 業者 業種 業態 工事 工区 工程 工場 機関 機種
機器 機能 基地局 基金 制度 政策 計画 手続 手続き 手順 申請 届出 様式 帳票 書類 書式 文書 資料 条例 規則 要綱
要領 法人 団体 組織 組合 企業 会社 社会福祉法人 協会 協議会 委員会 審議会 部会 部署 部門 部局 課室 課題 課所
所属 所管 支所 支店 支部 支社 出張所 本店 本社 店舗 商店 商店街 農家 農場 農園 世帯 世代 家庭 家族 家屋 住宅
住戸 集落 自治会 町内会 町会 行政区 小学校区 中学校区 市町村 市区町村 市町 町村 都市 都道府県 府県 県市 自治体
国立 大学 大学校 高校 中学校 小学校 小中学校 学校 学級 学部 学科 学区 学年団 校区 校舎 教室 教科 幼稚園 保育園
保育所 園児 児童 生徒 学生 職員 社員 隊員 団員 議員 委員 教員 教諭 講師 医師 看護師 保健師 保育士 消防団 世帯主
住民 市民 町民 村民 区民 町丁目 患者 病床 病棟 病院 診療所 診療科 薬局 公園 遊具 広場 緑地 圃場 団地 基準 指標
目標 方針 取組 取り組み 作品 作業 製品 商品 部品 品種 銘柄 献立 種苗 苗木 樹木 区民館 公民館 図書館 体育館
美術館 博物館 会館 館園 言語 単語 文字 語句 画面 画像 動画 番組 記事 公演 公開 投稿 通知 通報 通話 着信 問題
質問 設問 意見 提案 要望 苦情 相談 訪問 往復 周回 打席 得点 勝 敗 大会 競技 試験 検体 検査 症例 死者 段階 要素
要件 条件 要因 原因 理由 観点 視点 論点 本柱 重点 指針 原則 工種 車種 口座 契約 協定 案件 物件 用地 土地 建物
井戸 浄水場 処理場 配水池 水源 漁船 船 機 端末 座席 座 人工 人月 人日 人時 人民元 延べ人 営業日 開庁日 稼働日
連休 週間 日間 年間 時間 時限 か月間 ヶ月間 カ月間 ヵ月間 分間 秒間 昼夜 晩 光年 平方メートル
平方キロメートル 平方キロ 平方センチメートル 平方ミリメートル 立方メートル 立方センチメートル 平米 立米
平方フィート 平方マイル 海里 気圧 馬力 毎分 毎秒 けた 桁 ケタ 尾 房 俵 把 品番 回転 拍 小節 段目 棚 区所 頁 冊子
式典 日分 食分 セット 社寺 部族 人前 試案 事項 箇条 単位 章 部屋 行事 催し 題目 種子 人組
""")
"""Counters and nouns in kanji and kana; a name of several characters wins over its beginning (事業所 over 事業)."""

KATAKANA = _words("""
アカウント チーム グループ コース ケース ページ ポイント メートル キロ キログラム キロメートル センチ
センチメートル ミリ ミリメートル トン グラム リットル ミリリットル ヘクタール アール パーセント プロミル ドル
ユーロ ポンド ウォン ルピー セント システム サービス メニュー テーマ カテゴリ カテゴリー タイトル データ
データセット ファイル ライセンス ユーザー ユーザ クラス プログラム プラン ブース セット パック サイト アプリ
コンテンツ ステーション スポット エリア ブロック ルート レーン コマ ステージ タイプ パターン ロット ゾーン
キロワット メガワット ワット キロワットアワー カロリー キロカロリー ベクレル シーベルト ミリシーベルト
マイクロシーベルト デシベル ヘルツ ボルト アンペア インチ フィート ヤード マイル オンス ガロン バレル カラット
ノット ダース ロール ボトル パレット コンテナ バイト キロバイト メガバイト ギガバイト テラバイト ビット ギガ
テラ メガ レコード モデル プロジェクト アイテム イベント セミナー ワークショップ ツアー コーナー フロア テーブル
ゲーム セッション サークル クラブ ステップ フェーズ レベル ランク ボランティア カメラ センサー サーバ サーバー
パソコン タブレット ホテル バス タクシー モニター ルーム ベッド ホール グラウンド コート プール ゲート メーカー
メディア チャンネル フォロワー アクセス ビュー クリック ダウンロード リツイート キャラクター カ国語 ケ所
ユニット ライン ツール ドメイン リンク キット
""")
"""Katakana counters that may stand behind a space; behind digits any katakana word may count."""

LATIN = re.compile(
    r"(?:㎥|a(?![a-z])|%|‰|ppm|℃|°C|°|㎡|㎢|㎞|㎝|㎜|㎏|㎎|㎘|㏄|㍍|㌔|㌢|㍉|㌧|㌘|㍑|㌫|㌶|㌃|㌦|㌻|"
    r"km[2²]|[kcm]?m[23²³]|[kcmμn]?m(?!i)|ha|kg-CO2|[tk]?-?CO2|t-CO2(?:eq)?|[kmμ]?g|t|[kmd]?[Ll]|cc|"
    r"[kMGT]Wh?|Wh?|kVA|kV|V|mAh|A|[kMG]?Hz|[kKMGTP]B|[kMGT]bps|bps|dB|[kM]?cal|[kMG]?J|[kMh]?Pa|N|lx|lm|"
    r"[mμ]?Sv|[kM]?Bq|pt|px|dpi|ft|inch|USD|EUR|JPY)(?:/[hs](?![A-Za-z]))?(?![A-Za-z0-9])"
)
"""Units of measure in Latin letters and signs; case matters (5g is a weight, 5G is none)."""

MONEY_SIGNS = {"¥": "円", "\\": "円", "$": "$", "€": "€", "£": "£", "₩": "₩", "₹": "₹", "฿": "฿", "¢": "¢"}

# words that begin like a counter and count nothing: 「2 人材の確保」「3本庁舎」「5 基本方針」
_WORDS = _words("""
人事 人材 人権 人口 人数 人員 人気 人格 人生 人間 人物 人類 人形 人工知能 人手 件数 件名 回数 回収 回覧 回転率
回復 回避 回路 台帳 台風 校務 校長 校庭 校内 校外 校歌 社会 社内 社外 社長 社協 社説 課税 課長 本市 本庁 本部
本館 本年 本事業 本計画 本人 本格 本日 本番 本町 本村 本県 本文 本来 本体 本編 本会議 本制度 組長 組成 戸籍 戸別
戸数 基本 基礎 基盤 基幹 便利 席上 席次 名前 名称 名簿 名産 名所 名誉 名物 名刺 個人 個別 個々 個票 個性 枚数
点検 点字 点数 点在 点灯 点滅 点訳 分析 分庁 分担 分配 分散 分割 分離 分娩 分権 割合 割当 割賦 円滑 円形 円卓
円安 円高 店長 店頭 店内 県道 県内 県外 県民 県営 県立 県産 県庁 県警 県知事 市内 市外 市立 市営 市道 市長 市政
市制 市税 市有 市場 市街 市役所 市域 市債 町内 町立 町長 町営 町道 町役場 町政 町制 町税 町有 町外 村立 村長
村営 村道 村内 村政 区長 区内 区役所 区立 国際 国内 国道 国費 国庫 国税 国土 国会 国籍 国勢 国保 国有 国外 部長
部分 部活 部下 部隊 局長 局所 室長 室内 室外 班長 班員 係長 係員 係数 団長 団結 館長 館内 館外 園長 園庭 園内
園外 園芸 駅前 駅長 駅舎 港内 店員 票数 歩道 歩行 歩数 歩車 食品 食事 食育 食料 食材 食堂 食生活 食中毒 食器
品質 品目別 色彩 歳入 歳出 歳末 歳児 歳代 才能 頭数 条件付 式次第 通信 通常 通年 通学 通行 通所 通院 通勤 通訳
通路 通称 通算 種別 種苗 体制 体験 体育 体操 体系 体力 体調 体質 体重 体格 体罰 体感 面積 面談 面接 面会 面倒
度合 度数 段差 筆記 着用 着手 着任 着工 着実 着地 両方 両親 両日 両者 両立 両面 編成 編集 編入 話題 株式 口頭
口径 口腔 口述 反応 反映 反対 反省 行政 行動 行為 行使 列挙 列車 層別 語学 字幕 首長 首都 句会 島内 島外 州内
国語 球場 灯油 玉石 泊地 合計 合意 合格 合同 合併 合算 石油 石綿 石炭 石垣 里山 里親 里道 丁目 脚本 足腰 対応
対策 対象 対面 対話 対話型 対比 発行 発信 発注 発電 発生 発表 発達 発送 発展 打合 打診 元気 元年 割振 秒速 週末
週刊 週休 週報 例年 例規 例会 例示 例外 案内 策定 問合 問診 勝負 敗者 機会 機構 機密 機材 機械 柱状 船舶 座談
座長 倍率 倍増 周年 周知 周辺 周囲 周期 族長 院長 院内 寺院 隊長 桁違 単位認 部落 座学 分団長 本会 事務局 事務室
事業名 事業費 事業概要 事業内容 施設名 施設長 施策名 計画書 計画期間 業務委託 指標名 目標値 目標年 取組名
取組内容 課題解決 相談窓口 基準値 基準年 基準日 項番 職員数 教室名 児童数 生徒数 工事名 地区別 地域別 世帯数
世代別 制度融資 者数 行目 段階認証 要素認証 地域居住 拠点居住 拠点生活 世帯住宅 世代同居 世代近居 係争
題名 題材 曲目 章末 団体名 行数 列目 語尾 着順 機関名 会議室 会議録 会場名 研修会場 方式 面目 通帳 町制施行 校名
室名 社名 団員数 箇条書 個展 例題 本論 名目 式場 里程 石段 度量 打合せ 問合せ 食塩 品川 市区 合唱 合宿 合奏
""")


class _Words(NamedTuple):
    """A list of words, and how long those are that begin with a character, the longest first."""

    words: frozenset[str]
    lengths: Mapping[str, Sequence[int]]


def _by_first(words: Iterable[str]) -> _Words:
    """Words that are looked for by their first character."""
    listed = frozenset(words)
    lengths: dict[str, set[int]] = {}
    for word in listed:
        lengths.setdefault(word[0], set()).add(len(word))
    return _Words(listed, {letter: sorted(found, reverse=True) for letter, found in lengths.items()})


_COUNTERS = _by_first([*COUNTERS, *_GENERIC])
_NON_COUNTERS = _by_first({*_WORDS} - {*COUNTERS})
_KATAKANA_WORDS = frozenset(KATAKANA)
_KATAKANA_RUN = re.compile(r"[ァ-ヴー]{2,}(?:・[ァ-ヴー]{2,})?(?![ァ-ヴー])")
_KANJI_THEN_KATAKANA = re.compile(
    r"(?:米|英|豪|加|台湾|香港|韓国|中国|北朝鮮|人民)(?:ドル|ポンド|ウォン|元)|メートルトン|立方(?:フィート|インチ|ヤード)"
)
_SPECIAL = re.compile(rf"{LATIN.pattern}|{_KANJI_THEN_KATAKANA.pattern}")
_ACTIONS = _words("""
避難 等 参加 導入 実施 開催 設置 整備 配置 配備 配布 配付 交付 受講 受付 受理 登録 利用 活用 発行 公開 公表 掲載 作成
作製 制作 完了 終了 済 予定 達成 増加 減少 増 減 超 以上 以下 以内 未満 程度 前後 弱 強 余 申込 申請 応募 来場
来館 訪問 視察 連携 対応 対象 選任 任命 採用 雇用 支援 補助 助成 支給 貸出 貸与 購入 調達 更新 追加 削減 縮減
廃止 統合 新設 増設 移行 移転 移住 転入 転出 出席 出展 出場 参画 稼働 運行 運用 派遣 認定 指定 承認 締結 契約
検討 策定 改修 改善 改定 見直 調査 回収 回答 採択 採納 寄附 寄付 処理 相当 当 分 ずつ 中 内 目 全
""")
_OPEN_KANJI = re.compile(r"(?P<noun>[々〆一-鿿]{1,6}?)(?=(?:" + "|".join(_ACTIONS) + r")|(?![々〆一-鿿]))")
_NOT_OPEN = frozenset(
    "均当年月日時分秒号番条項階期次代級位等目章節丁大元第以未程前後超余弱強増減上下中内外間毎各同約計数何他"
    "又及並若或々類款全半一二三四五六七八九十百千万億兆〇零"
)


class Counter(NamedTuple):
    """A counter behind a number: where it ends, and whether a list names it."""

    end: int
    known: bool


def _longest(folded: str, at: int, listed: _Words) -> int:
    """Length of the longest of the listed words that stands at ``at``; 0 where none does."""
    room = len(folded) - at
    lengths = listed.lengths.get(folded[at : at + 1], ())
    return next((length for length in lengths if length <= room and folded[at : at + length] in listed.words), 0)


def _listed(folded: str, at: int) -> int | None:
    """Where the listed kanji or kana counter at ``at`` ends; a longer word there counts nothing (人材 for 人)."""
    length = _longest(folded, at, _COUNTERS)
    return at + length if length and _longest(folded, at, _NON_COUNTERS) <= length else None


def _katakana(folded: str, at: int, adjacent: bool) -> int | None:
    """Where the katakana unit at ``at`` ends: any word right behind the number, a listed one behind a space."""
    run = _KATAKANA_RUN.match(folded, at)
    return run.end() if run and (adjacent or run[0] in _KATAKANA_WORDS) else None


def find_counter(folded: str, at: int) -> Counter | None:
    """The counter that stands at ``at`` in folded text, one space allowed, or None."""
    start = at + 1 if folded.startswith(" ", at) else at
    special = _SPECIAL.match(folded, start)
    end = special.end() if special else _listed(folded, start)
    if end is None:
        end = _katakana(folded, start, adjacent=start == at)
    return Counter(end, known=True) if end is not None else None


def find_open_counter(folded: str, at: int) -> Counter | None:
    """The kanji noun right at ``at`` that no list names, up to an action that follows it (15河川対象 counts 河川)."""
    if folded[at : at + 1] in _NOT_OPEN or _longest(folded, at, _NON_COUNTERS):
        return None
    noun = _OPEN_KANJI.match(folded, at)
    return Counter(noun.end(), known=False) if noun else None


def is_action(folded: str, at: int) -> bool:
    """Whether a word such as 参加, 実施 or 以上 stands at ``at``, as it may behind an amount."""
    return folded.startswith(_ACTIONS, at)
