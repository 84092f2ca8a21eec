//===- Shadow.cpp - Who accessed shared memory ----------------------------===//
// FastTrack (Flanagan and Freund, 2009): the last write and, as long as reads
// are ordered, the last read are one epoch each; only unordered reads are kept
// as a list.
#include "Shadow.h"

using namespace mixp::ptx;

static constexpr Agent kNone = 0xffff, kBarrier = 0xfffe, kMany = 0xfffd;

void Shadow::reset(uint32_t bytes) {
  Cell empty{0, 0, 0, 0, kNone, kNone, false, false, false};
  cells.assign((bytes + 3) / 4, empty);
  pool.clear();
  freeReaders.clear();
}

Shadow::Cell *Shadow::splitCell(uint32_t index) {
  if (parts.size() < cells.size() * 4)
    parts.resize(cells.size() * 4);
  Cell *result = &parts[index * 4];
  Cell &cell = cells[index];
  if (cell.split)
    return result;
  cell.split = true;
  for (int i = 0; i < 4; ++i) {
    result[i] = cell;
    if (cell.reader == kMany && i) { // lists are not shared
      pool.push_back(Readers(pool[cell.readTime]));
      result[i].readTime = pool.size() - 1;
    }
  }
  return result;
}

template <typename F>
bool Shadow::visit(uint32_t address, uint32_t bytes, F f) {
  uint32_t end = address + bytes;
  while (address < end) {
    uint32_t index = address / 4, from = address % 4;
    uint32_t to = end - index * 4 < 4 ? end - index * 4 : 4;
    Cell &cell = cells[index];
    if (!cell.split && from == 0 && to == 4) {
      if (!f(cell, address))
        return false;
    } else {
      Cell *four = splitCell(index);
      for (uint32_t i = from; i < to; ++i)
        if (!f(four[i], index * 4 + i))
          return false;
    }
    address = index * 4 + 4;
  }
  return true;
}

bool Shadow::checkWriter(const Cell &cell, const Access &access,
                         Conflict &conflict) {
  if (cell.writer == kNone)
    return true;
  conflict.wasWrite = true;
  conflict.agent = cell.writer;
  conflict.pc = cell.writePc;
  if (cell.writer == kBarrier) {
    conflict.kind = Conflict::Barrier;
    return false;
  }
  // The bytes of one asynchronous operation do not race with each other.
  if (cell.writer == access.agent && cell.writeTime == access.time)
    return true;
  const Knowledge &known = *access.knowledge;
  if (known.happened.get(cell.writer) < cell.writeTime &&
      !(cell.atomic && access.atomic)) {
    conflict.kind = Conflict::Race;
    return false;
  }
  if (access.asyncProxy && !cell.asyncProxy &&
      known.fenced.get(cell.writer) < cell.writeTime) {
    conflict.kind = Conflict::ProxyFence;
    return false;
  }
  return true;
}

void Shadow::addReader(Cell &cell, const Access &access) {
  auto replaces = [&](Agent agent, uint32_t time) {
    return agent == access.agent ||
           access.knowledge->happened.get(agent) >= time;
  };
  if (cell.reader == kMany) {
    Readers &readers = pool[cell.readTime];
    for (Reader &reader : readers)
      if (replaces(reader.agent, reader.time)) {
        reader = {access.agent, access.time, access.pc};
        return;
      }
    readers.push_back({access.agent, access.time, access.pc});
    return;
  }
  if (cell.reader == kNone || replaces(cell.reader, cell.readTime)) {
    cell.reader = access.agent;
    cell.readTime = access.time;
    cell.readPc = access.pc;
    return;
  }
  if (freeReaders.empty()) {
    pool.emplace_back();
    freeReaders.push_back(pool.size() - 1);
  }
  uint32_t index = freeReaders.back();
  freeReaders.pop_back();
  pool[index] = {{cell.reader, cell.readTime, cell.readPc},
                 {access.agent, access.time, access.pc}};
  cell.reader = kMany;
  cell.readTime = index;
}

bool Shadow::readCell(Cell &cell, const Access &access, Conflict &conflict) {
  if (cell.writer == kNone) {
    conflict.kind = Conflict::Uninitialized;
    return false;
  }
  if (!checkWriter(cell, access, conflict))
    return false;
  // An atomic read does not conflict with a later atomic write.
  if (!access.atomic)
    addReader(cell, access);
  return true;
}

bool Shadow::writeCell(Cell &cell, const Access &access, Conflict &conflict) {
  if (!checkWriter(cell, access, conflict))
    return false;
  auto isOrdered = [&](Agent agent, uint32_t time, uint32_t pc) {
    if (access.knowledge->happened.get(agent) >= time)
      return true;
    conflict = {Conflict::Race, conflict.address, agent, pc, false};
    return false;
  };
  if (cell.reader == kMany) {
    for (const Reader &reader : pool[cell.readTime])
      if (!isOrdered(reader.agent, reader.time, reader.pc))
        return false;
    freeReaders.push_back(cell.readTime);
  } else if (cell.reader != kNone &&
             !isOrdered(cell.reader, cell.readTime, cell.readPc)) {
    return false;
  }
  cell.writer = access.agent;
  cell.writeTime = access.time;
  cell.writePc = access.pc;
  cell.atomic = access.atomic;
  cell.asyncProxy = access.asyncProxy;
  cell.reader = kNone;
  return true;
}

bool Shadow::read(const Access &access, uint32_t address, uint32_t bytes,
                  Conflict &conflict) {
  return visit(address, bytes, [&](Cell &cell, uint32_t at) {
    conflict.address = at;
    return readCell(cell, access, conflict);
  });
}

bool Shadow::write(const Access &access, uint32_t address, uint32_t bytes,
                   Conflict &conflict) {
  return visit(address, bytes, [&](Cell &cell, uint32_t at) {
    conflict.address = at;
    return writeCell(cell, access, conflict);
  });
}

void Shadow::setBarrier(uint32_t address, bool isBarrier) {
  visit(address, 8, [&](Cell &cell, uint32_t) {
    cell.writer = isBarrier ? kBarrier : kNone;
    cell.reader = kNone;
    return true;
  });
}
