"""Writes knowledge/names/legal_forms.tsv from GLEIF's ISO 20275 list (CC0): python3 make_legal_forms.py ELF.csv > legal_forms.tsv

A row is: family, country, form as written. The family says which forms count as the same kind of firm; it is told by
words of the form's own name. Left out: forms that are ordinary words ("Trust", "Church", "Fund"), which do not tell a
legal form inside a name, one letter abbreviations, and forms without a family. By hand: spellings that are not in the list.
"""
import csv
import re
import sys
import unicodedata

FAMILIES = [
    ("state", r"state enterprise|unitary enterprise|state.owned|gosudarstv|unitarn|hong.owned|全民所有|derzhavn|public enterprise|javno poduze"),
    ("partnership", r"partnership|kommandit|comandita|commandite|accomandita|offene handels|en nom collectif|nome collettivo|colectiva|vennootschap onder|hamis|komandit|commanditaire|合伙|合資|合名|합자|合资|spolka jawna|tovarystvo.*komand|handelsbolag|ansvarlig selskap|yhtiö|maatschap"),
    ("cooperative", r"coop|genossenschaft|kooperat|合作社|osuuskunta|andels|spółdziel|druzstvo|družstvo|szövetkez"),
    ("foundation", r"foundation|stiftung|fundaci|fondation|fondazione|stichting|stiftelse|säätiö|基金|fundacja|nadac"),
    ("limited", r"limited liability|responsabilit|responsabilid|haftung|besloten|ograni|obmezhen|private limited|private company limited|proprietary limited|有限责任|有限責任|有限公司|有限会社|유한|sp\.? ?z ?o|odpowiedzialn|ručením|ručenim|társaság|anpartsselskab|osakeyhtiö|limitada|ограничен|обмежен|limited company|\bltd\b|einkahlutaf|osaühing|sabiedrība ar|uždaroji|doo|d\.o\.o|rajoitettu|aksjeselskap|privat aktiebolag|sdn|limited şirket|περιορισμένης"),
    ("stock", r"public limited|joint.stock|aktieng|societ[aà] per azioni|soci[eé]t[eé] anonyme|sociedad an[oó]nima|sociedade an[oôó]nima|naamloze|aktiebolag|aktieselskab|allmennaksje|akcjowa|akciov|akcij|акционер|акціонер|corporation|incorporated|inc\b|株式|주식회사|股份|részvény|aktsionern|acţiuni|acțiuni|aksionar|aktsiaselts|hlutafélag|anonim şirket|ανώνυμη|by shares|actions|acciones|publicly|europaea|dioniz|dionič|delni"),
]
DROP = {"company", "group", "bank", "trust", "fund", "club", "church", "branch", "agency", "office", "union", "society", "association", "foundation",
        "cooperative", "university", "partnership", "corporation sole", "estate", "gen.", "son", "sam", "soc", "fon", "icc", "spr", "cdc"}
HAND = """
limited||Ltd
limited||Limited
limited||Co Ltd
limited||Company Limited
limited||Company Ltd
limited||Co Limited
limited||Pte Ltd
limited||Pty Ltd
limited||Pvt Ltd
limited||Private Limited
limited||Proprietary Limited
limited||Sdn Bhd
limited||LLC
limited||LLP
limited||Limited Liability Company
limited||GmbH
limited||mbH
limited||UG
limited||UG haftungsbeschränkt
limited||GmbH & Co KG
limited||B.V.
limited||BV
limited||BVBA
limited||SARL
limited||SRL
limited||S. de R.L.
limited||S. de R.L. de C.V.
limited||Ltda
limited||Lda
limited||Limitada
limited||OOO
limited||TOO
limited||TOV
limited||ТОВ
limited||ТОО
limited||ООО
limited||Общество с ограниченной ответственностью
limited||Obshchestvo s Ogranichennoi Otvetstvennostyu
limited||Obshchestvo s Ogranichennoy Otvetstvennostyu
limited||Obshchestvo s Ogranichennoi Otvetstvennost'yu
limited||Obshchestvo s Organichennoi Otvetstvennostyu
limited||Obshchestvo s Ogranichennoj Otvetstvennostyu
limited||Tavarystva z abmezhavanay adkaznastsyu
limited||Tavarystva z dadatkovay adkaznastsyu
limited||Zamezhnaye tavarystva z abmezhavanay adkaznastsyu
limited||Tovarystvo z obmezhenoyu vidpovidalnistyu
limited||Tovarystvo z obmezhenoiu vidpovidalnistiu
limited||OOD
limited||EOOD
limited||ООД
limited||ЕООД
limited||Sp z o.o.
limited||Sp. z o. o.
limited||s.r.o.
limited||spol s r.o.
limited||d.o.o.
limited||DOOEL
limited||Kft
limited||SIA
limited||UAB
limited||OÜ
limited||Oy
limited||ApS
limited||Ltd Sti
limited||Limited Sirketi
limited||Limited Şirketi
limited||WLL
limited||W.L.L.
limited||FZE
limited||FZCO
limited||FZ LLC
limited||FZC
limited||S.A.L.
limited||MChJ
limited||SPRL
limited||Unipessoal Lda
limited||EIRL
limited||E.U.
limited||PJS
limited||有限公司
limited||有限责任公司
limited||责任有限公司
limited||유한회사
limited||有限会社
limited||合同会社
limited||شركة ذات مسؤولية محدودة
limited||ذ م م
stock||Inc
stock||Incorporated
stock||Corp
stock||Corporation
stock||PLC
stock||Public Limited Company
stock||Public Company Limited
stock||PCL
stock||AG
stock||Aktiengesellschaft
stock||SE
stock||SA
stock||S.A.
stock||S/A
stock||SA de CV
stock||S.A. de C.V.
stock||S.A.B. de C.V.
stock||SAS
stock||SASU
stock||SpA
stock||S.p.A.
stock||SAC
stock||S.A.C.
stock||SAE
stock||N.V.
stock||NV
stock||AB
stock||publ
stock||ASA
stock||Oyj
stock||Nyrt
stock||Zrt
stock||AD
stock||EAD
stock||АД
stock||Anonim Sirketi
stock||Anonim Şirketi
stock||Sanayi ve Ticaret Anonim Sirketi
stock||JSC
stock||OJSC
stock||CJSC
stock||PJSC
stock||Joint Stock Company
stock||Joint-Stock Company
stock||Open Joint Stock Company
stock||Closed Joint Stock Company
stock||Public Joint Stock Company
stock||Private Joint Stock Company
stock||Joint Stock Commercial
stock||JSCB
stock||OAO
stock||ZAO
stock||PAO
stock||AO
stock||NAO
stock||PAT
stock||PrAT
stock||VAT
stock||ПАТ
stock||ПрАТ
stock||ВАТ
stock||ОАО
stock||ЗАО
stock||ПАО
stock||АО
stock||НАО
stock||Aktsionernoe Obshchestvo
stock||Adkrytaye aktsyyanernaye tavarystva
stock||Zakrytaye aktsyyanernaye tavarystva
stock||Aktsionerne tovarystvo
stock||Publichne aktsionerne tovarystvo
stock||Pryvatne aktsionerne tovarystvo
stock||Nepublichnoe aktsionernoe obshchestvo
stock||Aktsionernoye Obshchestvo
stock||Otkrytoe Aktsionernoe Obshchestvo
stock||Otkrytoye Aktsionernoye Obshchestvo
stock||Zakrytoe Aktsionernoe Obshchestvo
stock||Zakrytoye Aktsionernoye Obshchestvo
stock||Publichnoe Aktsionernoe Obshchestvo
stock||Publichnoye Aktsionernoye Obshchestvo
stock||Акционерное общество
stock||Открытое акционерное общество
stock||Закрытое акционерное общество
stock||Публичное акционерное общество
stock||P.T.
stock||PT
stock||Tbk
stock||Perseroan Terbatas
stock||Berhad
stock||Bhd
stock||B.S.C.
stock||BSC
stock||K.S.C.
stock||KSC
stock||KSCC
stock||PSC
stock||Q.S.C.
stock||S.A.O.G.
stock||SAOG
stock||KK
stock||K.K.
stock||Kabushiki Kaisha
stock||Kabushiki Gaisha
stock||株式会社
stock||(株)
stock||㈱
stock||주식회사
stock||(주)
stock||股份有限公司
stock||股份公司
stock||شركة مساهمة
stock||Co. Inc
stock||Company Inc
partnership||LP
partnership||L.P.
partnership||Limited Partnership
partnership||KG
partnership||OHG
partnership||GbR
partnership||SNC
partnership||S.N.C.
partnership||SCS
partnership||SCA
partnership||S.C.A.
partnership||S. en C.
partnership||CV
partnership||VOF
partnership||KGaA
partnership||y compañia S.C.S.
cooperative||Coop
cooperative||SC
cooperative||eG
cooperative||S.C.
state||GUP
state||FGUP
state||FSUE
state||FGBU
state||FKP
state||RUP
state||DP
state||Federal State Unitary Enterprise
state||Federalnoe Gosudarstvennoe Unitarnoe Predpriyatie
state||Federal'noe Gosudarstvennoe Unitarnoe Predpriyatie
state||ФГУП
state||ГУП
state||State Unitary Enterprise
state||Republican Unitary Enterprise
state||State Enterprise
state||State Owned Enterprise
other||Co
other||& Co
other||and Co
other||and Company
other||Company
other||公司
other||集团公司
other||总公司
other||회사
other||会社
other||e.V.
other||A/S
other||The
association||e. V.
"""


def plain(text):
    text = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in text if not unicodedata.combining(c))


def main():
    rows = {}
    for line in HAND.strip().splitlines():
        family, country, form = line.split("|", 2)
        rows.setdefault((plain(form), family), (family, country, form))
    taken = {k[0] for k in rows}
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as f:
        for r in list(csv.reader(f))[1:]:
            code, country, local, latin, abbreviations = r[0], r[2], r[5].strip(), r[8].strip(), r[9] + ";" + r[10]
            if r[12] != "ACTV" or not country:
                continue
            family = next((name for name, pattern in FAMILIES if re.search(pattern, (local + " " + latin).lower())), None)
            if not family:
                continue
            for form, is_name in [(local, True), (latin, True)] + [(a.strip(), False) for a in abbreviations.split(";")]:
                form = re.sub(r"\s+", " ", form).strip()
                p = plain(form)
                letters = re.sub(r"\W", "", p)
                words = len(re.findall(r"\w+", p))
                if len(letters) < 2 or p in taken or p in DROP or letters.isdigit() or len(form) > 80:
                    continue
                ascii_ = letters.isascii()
                # One Latin word is a form only where the list by hand says so or it is long and compound (Aktiengesellschaft).
                if is_name and words == 1 and ascii_ and len(letters) < 12:
                    continue
                if not is_name and ascii_ and (len(letters) > 6 or (len(letters) < 3 and "." not in form)):
                    continue
                if is_name and words > 6:
                    continue
                taken.add(p)
                rows[(p, family)] = (family, country, form)
    print("# Legal forms of companies and the family each belongs to: a form of another family is evidence against, a missing one nearly none.")
    print("# Source: ISO 20275 Entity Legal Forms, GLEIF code list 1.4.1 (CC0), active codes, made by src/names/tables/make_legal_forms.py on 2026-11-25;")
    print("# rows without a country: spellings and transliterations of the same forms, compiled by hand. Family, country, form.")
    for family, country, form in sorted(rows.values(), key=lambda r: (r[1] != "", r[0], r[1], plain(r[2]))):
        print(f"{family}\t{country}\t{form}")


main()
