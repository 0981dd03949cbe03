"""Faults of channels, addresses and deliveries in Chinese: a part of ``fault_texts.PHRASES``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NOTICE_PHRASES: Mapping[str, str] = MappingProxyType(
    {
        'JSON in which "{text}" stands for the notice, with its quotes': (
            'JSON，其中带引号的 "{text}" 代表通知内容'
        ),
        "a file to which a line is added for each notice": "文件，每条通知写入一行",
        "a function or a channel": "函数或通道",
        "a name of letters a-z, digits, '.', '_' or '-'": "名称，由字母、数字、'.'、'_'、'-' 组成",
        "an address book, or a function that returns addresses": "通讯录，或返回地址的函数",
        "an address such as 'desk@example.org'": "地址，如 'desk@example.org'",
        "an address that begins with https:// or http://": "以 https:// 或 http:// 开头的地址",
        "channels by their names": "按名称给出的通道",
        "address, or where it lies: address_env or address_file": (
            "address，或其所在：address_env 或 address_file"
        ),
        "an address that begins with https://, http:// or file:///": (
            "以 https://、http:// 或 file:/// 开头的地址"
        ),
        "one of address, address_env and address_file": (
            "address、address_env、address_file 只能给出一个"
        ),
        "lengths from '1m' to '60d'": "'1m' 至 '60d' 的时长",
        "mail, phone, or the name of a channel": "mail、phone 或通道名称",
        "names of channels: {known}": "通道名称：{known}",
        "secret_env or secret_file, not both": "secret_env 或 secret_file，不能同时给出",
        "the address that mails come from": "发件地址",
        "the mail server, such as 'smtp.example.org'": "邮件服务器，如 'smtp.example.org'",
        "the name of a variable that begins with NEIGHBORBOOK_": "以 NEIGHBORBOOK_ 开头的变量名",
        "the robot's address; as a secret, secret_env or secret_file": (
            "机器人的地址；如需保密，用 secret_env 或 secret_file"
        ),
        "url, or secret_env or secret_file, not both": "不能同时给出 url 与 secret",
        "what to send, such as '{json}'": "要发送的内容，如 '{json}'",
        "where the key of the signature lies": "签名密钥所在之处",
        "where the password lies: secret_env or secret_file": "密码所在：secret_env 或 secret_file",
        "no address": "没有地址",
        "nobody is on duty": "无人值班",
        "there is no channel": "没有任何通道",
        "the address is gone": "地址已不存在",
        "the party must not be told by this channel": "不得用此通道通知对方",
        "the secret is no address": "密文不是地址",
        "the secret file cannot be read": "密文文件无法读取",
        "the secret file is empty": "密文文件为空",
        "no secret in {variable}": "{variable} 中没有密文",
        "the key of the signature is not base64": "签名密钥不是 base64",
        "the address book raised {error}": "通讯录出错：{error}",
        "plugin {plugin} failed": "插件{plugin}出错",
        "room type {name} is gone": "类型{name}已不存在",
        "the channel is gone": "通道已不存在",
        "the channel fails": "通道不通",
        "the mail server refuses it: {code}": "邮件服务器拒收：{code}",
        "the mail server answers {code}": "邮件服务器答复 {code}",
        "the mail server: {error}": "邮件服务器：{error}",
        "the other side answers {code}": "对方答复 {code}",
        "the other side: {error}": "对方：{error}",
        "the robot answers {code}": "机器人答复 {code}",
        "the file: {error}": "文件：{error}",
    }
)
