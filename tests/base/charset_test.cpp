// Which encoding bytes are in: told where they tell, and never at the cost of Western text.
#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include "base/charset.h"

namespace rf {
namespace {

std::string in_charset(std::string_view utf8, const char* charset) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out(utf8.size() * 4 + 16, '\0');
  const auto n = ucnv_convert(charset, "UTF-8", out.data(), static_cast<std::int32_t>(out.size()), utf8.data(), static_cast<std::int32_t>(utf8.size()), &status);
  EXPECT_TRUE(U_SUCCESS(status)) << charset;
  out.resize(static_cast<std::size_t>(n));
  return out;
}

TEST(Charset, NamesOfFirmsTellTheirEncoding) {
  const std::pair<const char*, std::vector<const char*>> kTexts[] = {
      {"id,name\n1,ООО \"Аудитрон Телеком\"\n2,АО Радиотехника\n", {"windows-1251", "KOI8-R", "IBM866"}},
      {"РОССИЙСКИЕ СЕТИ\nЗавод имени Козицкого\n", {"windows-1251", "KOI8-R", "IBM866"}},
      {"1,深圳市奥迪特隆电子有限公司,CN\n", {"GB18030"}},
      {"長城\n华为\n中兴通讯\n", {"GB18030"}},
      {"1,中翔通訊股份有限公司,TW\n2,鴻海精密工業股份有限公司,TW\n", {"Big5"}},
      {"1,株式会社日立製作所,JP\n2,ソニーグループ株式会社,JP\n", {"Shift_JIS", "EUC-JP"}},
      {"1,삼성전자 주식회사,KR\n2,에이치디현대,KR\n", {"EUC-KR"}},
      {"1,شركة الاتصالات السعودية,SA\n2,المؤسسة العامة,SY\n", {"windows-1256"}},
      {"Ανώνυμη Εταιρία Τηλεπικοινωνιών\n", {"windows-1253"}},
      {"בזק החברה הישראלית לתקשורת\n", {"windows-1255"}},
  };
  for (const auto& [text, encodings] : kTexts)
    for (const auto e : encodings) {
      const auto bytes = in_charset(text, e);
      EXPECT_EQ(charset_of(bytes, true), e) << text;
      EXPECT_EQ(to_utf8(bytes, std::string_view(e)).text, text);
    }
}

TEST(Charset, WesternTextIsTakenForNoOther) {
  for (const char* text : {"Société Générale\n", "Ålesund Fjärrvärme AB\n", "Müller & Söhne GmbH, Köln\n", "Telefónica, S.A.\nCompañía Española\n", "Træ og Øl A/S\n", "SOCIÉTÉ ANONYME DES TÉLÉPHONES\n",
                           "Übersee-Funk – Größe\n", "Comunicações e Informação Ltda\n", "Þórður hf.\n", "Électricité créée à Évian\n", "5 µm, 20 °C ± 1\n", "Ærø Kommune\nSmørrebrød\n", "« Câbles »\n", "naïve “quotes” and Zoë’s\n", "ÄÖ Oy\n"}) {
    const auto e = charset_of(in_charset(text, "windows-1252"), true);
    EXPECT_TRUE(e == "windows-1252" || e == "ISO-8859-1") << text << e;
  }
}

TEST(Charset, WhatIsTooLittleOrOfNoneKnownIsSaidToBeUnknown) {
  EXPECT_EQ(charset_of(in_charset("บริษัท กสท โทรคมนาคม จำกัด\n", "windows-874"), true), "");
  EXPECT_EQ(charset_of(in_charset("Spółka Łączności\nZakład\nWspółpraca\nłódka\n", "windows-1250"), true), "");
}

TEST(Charset, Utf16WithoutItsMark) {
  const std::u16string names = u"ZTE\n华为\n";
  std::string little, big;
  for (const char16_t c : names) {
    little += static_cast<char>(c & 0xFF);
    little += static_cast<char>(c >> 8);
    big += static_cast<char>(c >> 8);
    big += static_cast<char>(c & 0xFF);
  }
  EXPECT_EQ(charset_of(little, true), "UTF-16LE");
  EXPECT_EQ(charset_of(big, true), "UTF-16BE");
  std::string han;
  for (const char16_t c : std::u16string(u"中兴通讯\n华为技术\n")) {
    han += static_cast<char>(c & 0xFF);
    han += static_cast<char>(c >> 8);
  }
  EXPECT_EQ(charset_of(han, true), "UTF-16LE");
}

}  // namespace
}  // namespace rf
