// What identify prints: one answer an input where inputs cannot speak of each other's devices, else one in all; the devices are the same.
#include "assess/devices.h"

#include <gtest/gtest.h>

#include "tests/built_in.h"
#include "tests/in_folder.h"
#include "report/words.h"

namespace rf::assess {
namespace {

class TellDevices : public tests::InFolder {
 protected:
  struct Seen {
    std::size_t answers = 0;
    std::vector<std::string> devices;  ///< asset, maker, basis
    Told told;
  };
  Seen tell(bool across = false) const {
    Request r;
    r.paths = {folder_};
    r.as_of = r.known_at = *parse_iso_day("2026-11-25");
    r.merge_across = across;
    Seen out;
    const auto told = tell_devices(r, tests::built_in(), false, [&](const Answer& a) {
      ++out.answers;
      for (std::size_t row = 0; row < a.estate->size(); ++row)
        out.devices.push_back(a.estate->key(row) + " " + a.maker_of(row).id + " " + std::string(report::to_words(a.estate->basis(row))));
    });
    EXPECT_TRUE(told);
    if (told) out.told = *told;
    return out;
  }
  void walks() const {
    write("a.snmprec", "1.3.6.1.2.1.1.1.0|4|ZXA10 C320, ZTE ZXA10 C320 Software Version: V2.1.0\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.3902.1082\n1.3.6.1.2.1.1.5.0|4|olt-hh-01\n");
    write("b.snmprec", "1.3.6.1.2.1.1.1.0|4|Linux sensor 5.10.0\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10\n1.3.6.1.2.1.1.5.0|4|sensor\n");
  }
};

TEST_F(TellDevices, AnswersInputByInput) {
  walks();
  write("c.snmprec", "1.3.6.1.2.1.1.1.0|4|ZXA10 C300\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.3902.1015\n1.3.6.1.2.1.1.5.0|4|olt-hh-01\n");
  const auto one_by_one = tell();
  EXPECT_EQ(one_by_one.answers, 3U);
  ASSERT_EQ(one_by_one.devices.size(), 3U);
  EXPECT_EQ(one_by_one.devices[0], folder_ + "/a.snmprec#0 zte observed");
  EXPECT_EQ(one_by_one.told.devices, 3);
  EXPECT_EQ(one_by_one.told.unknown, 1);
  EXPECT_EQ(tell(true).answers, 1U) << "joined across inputs, none can be told before all are read";
}

TEST_F(TellDevices, WaitForRowsThatTheyMayConfirm) {
  walks();
  write("z.csv", "operator,id,name,supplier,function\nalbion,1,olt-hh-01,ZTE,access.fttp.olt\n");
  const auto s = tell();
  EXPECT_EQ(s.answers, 1U);
  ASSERT_EQ(s.devices.size(), 2U);
  EXPECT_EQ(s.devices[0], "albion/1 zte both");
}

TEST_F(TellDevices, SayWhatCouldNotBeRead) {
  walks();
  write("empty.snmprec", "");
  write("x.bin", std::string("\x01\x02\x03\x04nothing", 11));
  const auto s = tell();
  EXPECT_EQ(s.answers, 2U);
  ASSERT_EQ(s.told.errors.size(), 2U);
  EXPECT_EQ(s.told.errors[0].input, folder_ + "/empty.snmprec");
}

}  // namespace
}  // namespace rf::assess
