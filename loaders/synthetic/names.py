"""Syllables → thousands of names for divisions, none of which is a real division's."""

import numpy as np

from loaders.places.gazetteer import gazetteer

_FIRST = (
    "青白云枫桐澄竹梨鹤石栖霞瑶琴墨砚荻芦苇蓼菱荷莲萍蕉杏棠桂柚榆槐梧樟楠杉柏松梅兰芷蕙苓葵藜麦稻黍穗禾粟雁鹭鸥鸿鹊"
    "鸢鹿麟骊驹泉溪渡浦澜涟沁渚汀湄沅潇汐岫岚峦嵘屿砾砂磐玉珏琪瑾璞瑛珞绮绫锦缃绛黛晴曦暮岁弦笛筝箫钟磬"
)
_LAST = "溪川江湖泉浦渡湾洲汀渚塘潭涧源岭岗丘峰崖坡坪原野林田畴圃桥亭阁楼营寨庄集铺隘口津井堰渠坞埠汊坂垭峪坳谷"


def invented_names(rng: np.random.Generator) -> list[str]:
    """Names of two syllables without the word for their level, each once, in random order."""
    real = {row.short for row in gazetteer().rows}
    names = [a + b for a in _FIRST for b in _LAST if a != b and a + b not in real]
    return [names[i] for i in rng.permutation(len(names))]
