"""What the system says of a failure, as Python gives it → the same in Chinese."""

import errno
import os

_IN_CHINESE = {
    "ENOSPC": "磁盘空间已满", "EDQUOT": "超出磁盘配额", "EROFS": "磁盘为只读", "EACCES": "没有权限", "EPERM": "系统不允许此操作",
    "ENOENT": "文件或目录不存在", "ENOTDIR": "路径中有一段不是目录", "EISDIR": "这是一个目录", "EEXIST": "已经存在", "EIO": "磁盘读写出错",
    "EBUSY": "正被占用", "EMFILE": "打开的文件过多", "ENFILE": "打开的文件过多", "ENAMETOOLONG": "名称过长", "EFBIG": "文件过大",
    "ESTALE": "网络磁盘上的文件已失效", "ETIMEDOUT": "连接超时", "ECONNREFUSED": "连接被拒绝", "EADDRINUSE": "端口已被占用",
}  # fmt: skip
# A system lacks some of the numbers.
SYSTEM = {
    os.strerror(number): text
    for name, text in _IN_CHINESE.items()
    if (number := getattr(errno, name, None)) is not None
}
