//===- Timing.cpp - Works that are measured by turns ----------------------===//
#include "mixp/Execution/Timing.h"
#include "gtest/gtest.h"
#include <chrono>
#include <string>
#include <thread>

using namespace mixp;

/// The letters without repetitions in sequence: "aabba" gives "aba".
static std::string collapse(const std::string &text) {
  std::string result;
  for (char letter : text)
    if (result.empty() || result.back() != letter)
      result.push_back(letter);
  return result;
}

TEST(Timing, WorksTakeTurns) {
  std::string log;
  auto timings =
      measureInTurns({[&] { log.push_back('a'); }, [&] { log.push_back('b'); },
                      [&] { log.push_back('c'); }},
                     /*minSeconds=*/0);
  ASSERT_EQ(timings.size(), 3u);
  // A warm-up of each, then five turns.
  EXPECT_EQ(collapse(log), "abcabcabcabcabcabc");
  for (const Timing &timing : timings)
    EXPECT_EQ(timing.repetitions, 5);
}

TEST(Timing, SlowAndQuickWork) {
  int quick = 0;
  auto pause = [] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  };
  auto timings = measureInTurns({pause, [&] { ++quick; }}, 0.05);
  EXPECT_EQ(timings[0].repetitions, 5);
  EXPECT_GE(timings[0].minimum, 0.02);
  EXPECT_GE(timings[0].median, timings[0].minimum);
  EXPECT_GT(timings[1].repetitions, 100);
  EXPECT_LE(timings[1].repetitions, quick);
  EXPECT_LT(timings[1].median, 0.01);
}
