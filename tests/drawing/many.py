"""A made procedure with many states and long Vietnamese titles: more than any that ships."""

from pathlib import Path

import yaml

STAGES = 4
STEPS = 8


def text(vi: str) -> dict[str, str]:
    return {"vi": vi, "en": f"{vi} (en)"}


def written(folder: Path) -> Path:
    """The file: four stages of eight steps each, ways back and out of every stage, and a hearing that waits."""
    names = [[f"s{stage}_{step}" for step in range(STEPS)] for stage in range(STAGES)]
    flat = [name for stage in names for name in stage]
    states: dict[str, object] = {
        f"stage{number}": {
            "title": text(f"Giai đoạn {number + 1}: thẩm định, lấy ý kiến các cơ quan có liên quan"),
            "states": {
                name: {"title": text(f"Chờ người có thẩm quyền xem xét hồ sơ lần {step + 1}")}
                for step, name in enumerate(stage)
            },
        }
        for number, stage in enumerate(names)
    }
    states["granted"] = {"title": text("Đã cấp giấy chứng nhận"), "final": "completed", "goal": True}
    states["refused"] = {"title": text("Đã trả hồ sơ, không cấp"), "final": "aborted"}
    onward = {name: {"to": after} for name, after in zip(flat, [*flat[1:], "granted"], strict=True)}
    events: dict[str, object] = {
        f"forward_{name}": {
            "title": text("Trình lãnh đạo, chuyển bước tiếp theo"),
            "by": ["officer"],
            "moves": {name: move["to"]},
        }
        for name, move in onward.items()
    }
    events |= {
        f"return_{stage}": {
            "title": text("Yêu cầu bổ sung, hoàn thiện hồ sơ"),
            "by": ["officer", "head"],
            "moves": dict.fromkeys(names[stage][2::2], names[stage][0]),
        }
        for stage in range(STAGES)
    }
    events["refuse"] = {
        "title": text("Từ chối"),
        "by": ["head"],
        "moves": {f"stage{number}": "refused" for number in range(STAGES)},
    }
    document = {
        "workflow": "many",
        "version": "1",
        "title": text("Quy trình có nhiều trạng thái"),
        "roles": {
            "officer": {"title": text("Công chức tiếp nhận, thẩm định")},
            "head": {"title": text("Lãnh đạo cơ quan chuyên môn")},
        },
        "start": {"begin": {"title": text("Nộp hồ sơ"), "by": ["officer"], "to": flat[0]}},
        "states": states,
        "events": events,
    }
    file = folder / "many.yaml"
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), "utf-8")
    return file
