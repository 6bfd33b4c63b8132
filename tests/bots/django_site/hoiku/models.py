"""An application for a place in a nursery, as a town might keep it."""

from django.core.exceptions import ValidationError
from django.db import models


class Reason(models.Model):
    name = models.CharField("名称", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "理由"

    def __str__(self) -> str:
        return self.name


class Application(models.Model):
    kana = models.CharField("カナ氏名", max_length=40)
    name = models.CharField("氏名", max_length=40)
    birth = models.DateField("生年月日")
    sex = models.CharField("性別", max_length=1, choices=[("1", "男"), ("2", "女")])
    nursery = models.CharField(
        "希望施設", max_length=2, choices=[("01", "中央保育所"), ("02", "東保育所")]
    )
    reasons = models.ManyToManyField(Reason, verbose_name="利用の理由")
    single = models.BooleanField("ひとり親世帯", default=False)
    note = models.TextField("備考", blank=True)
    received = models.DateTimeField("登録日時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "保育申込"

    def __str__(self) -> str:
        return f"{self.name} ({self.birth})"

    def clean(self) -> None:
        if self.birth and self.birth.year < 2010:
            raise ValidationError({"birth": "保育の対象となる年齢ではありません。"})


class Sibling(models.Model):
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="siblings")
    name = models.CharField("氏名", max_length=40)
    birth = models.DateField("生年月日")

    class Meta:
        verbose_name = verbose_name_plural = "きょうだい"

    def __str__(self) -> str:
        return self.name
