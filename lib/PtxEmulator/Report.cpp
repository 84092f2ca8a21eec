//===- Report.cpp - What a launch counted ---------------------------------===//
#include "mixp/PtxEmulator/Report.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace mixp::ptx;

bool Counters::onlyGlobalWidth(unsigned bytes) const {
  for (size_t i = 0; i < globalWidths.size(); ++i)
    if (globalWidths[i] && (1u << i) != bytes)
      return false;
  return true;
}

void Counters::add(const Counters &other) {
  executed += other.executed;
  sharedWavefronts += other.sharedWavefronts;
  sharedIdealWavefronts += other.sharedIdealWavefronts;
  globalRequests += other.globalRequests;
  globalSectors += other.globalSectors;
  globalBytes += other.globalBytes;
  for (size_t i = 0; i < globalWidths.size(); ++i)
    globalWidths[i] += other.globalWidths[i];
  bulkBytes += other.bulkBytes;
}

void Report::print(raw_ostream &os) const {
  os << formatv("blocks {0}, shared bytes {1}, warp instructions {2}, tensor "
                "instructions {3}, barriers {4}\n",
                blocks, sharedBytes, total.executed, tensorInstructions,
                barriers);
  os << formatv("shared wavefronts {0} (ideal {1}), global requests {2}, "
                "sectors {3}, bytes {4}, bulk bytes {5}\n",
                total.sharedWavefronts, total.sharedIdealWavefronts,
                total.globalRequests, total.globalSectors, total.globalBytes,
                total.bulkBytes);
  os << formatv("{0,6} {1,9} {2,11} {3,9} {4,9} {5,9} {6,11}  {7}\n", "line",
                "executed", "wavefronts", "ideal", "requests", "sectors",
                "bytes", "instruction");
  for (const auto &[line, entry] : lines) {
    const Counters &counters = entry.counters;
    os << formatv("{0,6} {1,9} {2,11} {3,9} {4,9} {5,9} {6,11}  {7}{8}\n", line,
                  counters.executed, counters.sharedWavefronts,
                  counters.sharedIdealWavefronts, counters.globalRequests,
                  counters.globalSectors,
                  counters.globalBytes + counters.bulkBytes, entry.opcode,
                  counters.hasBankConflict() ? "  <- bank conflict" : "");
  }
}

static json::Object toObject(const Counters &counters) {
  json::Object widths;
  for (size_t i = 0; i < counters.globalWidths.size(); ++i)
    if (counters.globalWidths[i])
      widths[std::to_string(1 << i)] = counters.globalWidths[i];
  return json::Object{{"executed", counters.executed},
                      {"sharedWavefronts", counters.sharedWavefronts},
                      {"sharedIdealWavefronts", counters.sharedIdealWavefronts},
                      {"globalRequests", counters.globalRequests},
                      {"globalSectors", counters.globalSectors},
                      {"globalBytes", counters.globalBytes},
                      {"globalWidths", std::move(widths)},
                      {"bulkBytes", counters.bulkBytes}};
}

json::Value Report::toJson() const {
  json::Array lineArray;
  for (const auto &[line, entry] : lines) {
    json::Object object = toObject(entry.counters);
    object["line"] = line;
    object["opcode"] = entry.opcode;
    lineArray.push_back(std::move(object));
  }
  json::Object opcodeObject;
  for (const auto &[opcode, count] : opcodes)
    opcodeObject[opcode] = count;
  return json::Object{{"blocks", blocks},
                      {"sharedBytes", sharedBytes},
                      {"tensorInstructions", tensorInstructions},
                      {"barriers", barriers},
                      {"total", toObject(total)},
                      {"opcodes", std::move(opcodeObject)},
                      {"lines", std::move(lineArray)}};
}
