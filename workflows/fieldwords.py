"""The types of fields in words."""

from collections.abc import Mapping

from forms.form import FieldType

TYPES: Mapping[FieldType, str] = {
    FieldType.NAME: "氏名",
    FieldType.KANA: "フリガナ",
    FieldType.ADDRESS: "住所",
    FieldType.TEXT: "文字",
    FieldType.POSTAL_CODE: "郵便番号",
    FieldType.PHONE: "電話番号",
    FieldType.NUMBER: "数字",
    FieldType.MY_NUMBER: "個人番号",
    FieldType.DATE: "日付",
    FieldType.CHOICE: "選択",
    FieldType.SEAL: "印",
    FieldType.QR: "QR コード",
}
