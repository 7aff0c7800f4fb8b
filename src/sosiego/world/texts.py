"""The words of messages: sentences of our own, by theme, with gaps that are filled anew for each message."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "loan": (
        "【{brand}】您的备用金额度{amount}元已批下，今天提现首月免息，点 {link} 领取，退订回T",
        "{brand}温馨提示：信用良好用户可借{amount}元，无抵押不看征信，{minutes}分钟到账 {link}",
        "急用钱找{brand}！最高{amount}元，日息低至万二，凭身份证即可申请 {link} 拒收请回R",
        "您好，您在我平台的贷款申请还差最后一步，{amount}元待领取，请尽快登录 {link} 完成验证",
        "{brand}: préstamo aprobado por {amount}, sin aval y en {minutes} minutos. Solicítelo en {link}",
        "{brand}: your loan of {amount} is ready, no credit check, money in {minutes} minutes {link}",
    ),
    "debt": (
        "【{brand}】您的欠款{amount}元已严重逾期，今日{hour}点前不还将通知您的单位和家人，电话{phone}",
        "最后通知：您名下借款{amount}元已移交外访组，我们将于明天上门，马上联系{phone}处理",
        "{brand}催收部：再不还清{amount}元，我们会联系您通讯录里的每一个人，后果自负。{phone}",
        "警告，您的案件编号{code}已准备起诉材料，今天内还款{amount}元可撤销，回电{phone}",
    ),
    "estate": (
        "【{brand}】地铁口精装三房，首付{amount}元起，本周末开盘送车位，看房专线{phone}，退订回T",
        "{brand}临街旺铺最后{minutes}席，买一层得两层，年回报八个点，到访即送大礼，电话{phone}",
        "湖景新盘{brand}加推，学校就在门口，总价低于周边两成，预约看房{phone} 回N退订",
        "{brand}: últimos pisos con vistas, entrada desde {amount}. Visite el piso piloto, tel. {phone}",
    ),
    "retail": (
        "【{brand}】会员日满{amount}减一半，全场服饰低至三折，仅限今天，戳 {link} 抢券，拒收回T",
        "亲爱的会员，您有一张{amount}元优惠券今晚到期，到店或登录 {link} 使用，{brand}恭候，退订回N",
        "{brand}周年庆！家电清仓，前{minutes}名下单送电饭煲，地址见 {link} 回T退订",
        "{brand}新店开业，水果买一斤送一斤，凭本短信再减{amount}元，回复TD退订",
        "{brand}: todo al 50 % hasta medianoche, vale de {amount} en {link}. Baja: responda NO",
    ),
    "gambling": (
        "新用户注册送{amount}彩金，真人荷官在线发牌，百家乐提款{minutes}分钟到账 {link}",
        "今晚世界杯盘口已开，首存{amount}送一倍，赔率全网最高，进群 {link} 领红包",
        "老板您好，{brand}娱乐城给您留了{amount}筹码，棋牌捕鱼电子应有尽有，上 {link} 玩两把",
        "时时彩计划群，老师带单稳赚不赔，每天进账{amount}，加微 {code} 备注发财",
    ),
    "phishing": (
        "【{brand}】您的账户于{hour}点在异地登录，已被冻结，请即刻进入 {link} 核实身份解冻",
        "您的积分{amount}分今日清零，可兑换现金，请登录 {link} 填写卡号和密码领取",
        "尊敬的客户，您的手机银行将于今日过期，为免影响使用请点 {link} 更新资料",
        "医保中心通知：您的电子凭证已停用，请于今天{hour}点前在 {link} 重新认证，逾期作废",
        "{brand}: su tarjeta ha sido bloqueada. Verifique sus datos ahora en {link}",
        "{brand}: unusual sign-in at {hour}:00. Confirm your password at {link} or lose access",
    ),
    "prize": (
        "恭喜！您的号码被抽中为{brand}幸运用户，奖金{amount}元和手机一部，验证码{code}，领奖 {link}",
        "您好，您参加的回馈活动中了二等奖，奖品价值{amount}元，先付保证金即可领取，电话{phone}",
        "Congratulations, your number won {amount} in our draw. Claim code {code} at {link} before {hour}:00",
    ),
    "education": (
        "【{brand}】小学英语暑期班开课，名师小班，前{minutes}名报名减{amount}元，电话{phone}，退订回T",
        "孩子数学跟不上？{brand}一对一提分，签约保过，免费试听请拨{phone} 回N退订",
        "{brand}在职学历提升，最快一年半拿证，学费分期，咨询{phone}，拒收回复TD",
    ),
    "verification": (
        "【{brand}】验证码{code}，{minutes}分钟内有效，请勿告诉任何人。",
        "{brand}: su código es {code}. No lo comparta con nadie.",
    ),
    "private": (
        "晚上七点老地方吃饭，别忘了带上次借的那本书",
        "妈，我到车站了，大概半小时到家",
        "Llego tarde, empezad sin mí",
        "明天的会改到下午三点，地点不变，收到请回",
    ),
}

BRANDS: Mapping[str, tuple[str, ...]] = {
    "loan": ("易周转（模拟）", "快米钱包（模拟）", "Préstamos Limbo"),
    "debt": ("法务中心（模拟）", "清收部（模拟）"),
    "estate": ("云栖湾（模拟）", "金域府（模拟）", "Kilómetro Cero"),
    "retail": ("向日葵百货（模拟）", "葵花生鲜（模拟）", "Tiendas Girasol"),
    "gambling": ("星河（模拟）", "金沙湾（模拟）"),
    "phishing": ("法罗银行（模拟）", "Banco Faro"),
    "prize": ("星光大道（模拟）", "法罗商城（模拟）"),
    "education": ("青藤学堂（模拟）", "启明教育（模拟）"),
    "verification": ("法罗银行（模拟）", "Banco Faro"),
    "private": ("",),
}


def variants(theme: str) -> int:
    """How many different texts a theme has."""
    return len(TEMPLATES[theme])


def fingerprint(theme: str, variant: int) -> int:
    """What an operator records of a text instead of the text: 62 bits, equal for equal templates."""
    return int.from_bytes(hashlib.sha256(f"{theme}/{variant}".encode()).digest()[:8], "big") >> 2


# Which theme and variant a fingerprint stands for: a reporter quotes the message that was sent.
BY_FINGERPRINT: Mapping[int, tuple[str, int]] = {
    fingerprint(theme, variant): (theme, variant)
    for theme, templates in TEMPLATES.items()
    for variant in range(len(templates))
}


def written(theme: str, variant: int, rng: np.random.Generator) -> str:
    """One message with its gaps filled. Links end in .invalid, which by RFC 2606 can be nobody's."""
    template = TEMPLATES[theme][variant]
    brands = BRANDS[theme]
    word = "".join(chr(97 + int(letter)) for letter in rng.integers(0, 26, size=5))
    return template.format(
        brand=brands[int(rng.integers(0, len(brands)))],
        amount=int(rng.choice([88, 200, 500, 2000, 8000, 30000, 50000, 200000])),
        minutes=int(rng.choice([3, 5, 10, 30])),
        hour=int(rng.integers(9, 22)),
        code=int(rng.integers(100_000, 999_999)),
        phone=f"9522{int(rng.integers(0, 99)):02d}",
        link=f"{word}.invalid/{int(rng.integers(10, 99))}",
    )
