"""Old forms of kanji (旧字体) that nobody writes in an address or a sentence today.

An engine that learnt Chinese too sees them where the new form stands. They are read as the new
form in addresses and free text, never in names. Left out on purpose are those that still stand
in names of houses, shops and places (澤 濱 國 廣 龍 瀧 德 …): these stay as they are written.
"""

_PAIRS = (
    "惡悪 壓圧 圍囲 醫医 爲為 壹壱 隱隠 營営 衞衛 驛駅 艷艶 鹽塩 應応 歐欧 毆殴 "
    "假仮 價価 畫画 懷懐 壞壊 繪絵 擴拡 殼殻 覺覚 樂楽 勸勧 卷巻 歡歓 觀観 關関 "
    "陷陥 顏顔 歸帰 氣気 僞偽 戲戯 犧犠 據拠 擧挙 虛虚 峽峡 挾挟 狹狭 區区 驅駆 "
    "揭掲 溪渓 經経 繼継 莖茎 螢蛍 輕軽 鷄鶏 缺欠 儉倹 劍剣 圈圏 檢検 權権 獻献 "
    "險険 驗験 嚴厳 效効 鑛鉱 號号 黑黒 濟済 碎砕 劑剤 册冊 雜雑 參参 慘惨 棧桟 "
    "蠶蚕 贊賛 殘残 絲糸 齒歯 兒児 辭辞 濕湿 寫写 釋釈 收収 從従 獸獣 縱縦 肅粛 "
    "處処 緖緒 敍叙 獎奨 將将 稱称 燒焼 狀状 乘乗 淨浄 剩剰 疊畳 孃嬢 讓譲 釀醸 "
    "觸触 寢寝 盡尽 圖図 粹粋 醉酔 隨随 髓髄 數数 樞枢 聲声 攝摂 竊窃 專専 戰戦 "
    "潛潜 纖繊 踐践 錢銭 雙双 搜捜 插挿 爭争 裝装 騷騒 增増 臟臓 屬属 續続 墮堕 "
    "體体 對対 帶帯 滯滞 擇択 單単 擔担 膽胆 團団 彈弾 斷断 癡痴 遲遅 晝昼 鑄鋳 "
    "廳庁 聽聴 敕勅 遞逓 轉転 點点 黨党 盜盗 當当 鬪闘 獨独 讀読 屆届 貳弐 惱悩 "
    "腦脳 霸覇 廢廃 拜拝 賣売 麥麦 發発 髮髪 拔抜 蠻蛮 祕秘 拂払 竝並 變変 辯弁 "
    "沒没 飜翻 滿満 默黙 藥薬 譯訳 豫予 餘余 譽誉 搖揺 樣様 謠謡 慾欲 覽覧 亂乱 "
    "兩両 獵猟 綠緑 壘塁 勵励 隸隷 靈霊 齡齢 戀恋 爐炉 勞労 樓楼 祿禄 灣湾"
)
NEW_FORM = {pair[0]: pair[1] for pair in _PAIRS.split()}
