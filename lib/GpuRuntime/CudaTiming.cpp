//===- CudaTiming.cpp - Times by events -----------------------------------===//
#include "GpuRuntime/CudaDriver.h"

using namespace mixp;
using namespace mixp::gpurt;

namespace {
/// Events that are destroyed on every way out.
class Events {
public:
  explicit Events(const CudaApi &api) : api(api) {}
  ~Events() {
    for (void *event : events)
      (void)api.eventDestroy(event);
  }

  Status record() {
    void *event = nullptr;
    if (Status status =
            api.check(api.eventCreate(&event, /*flags=*/0), "cuEventCreate");
        status.failed())
      return status;
    events.push_back(event);
    return api.check(api.eventRecord(event, /*stream=*/nullptr),
                     "cuEventRecord");
  }

  /// Milliseconds from each event to the next.
  Status read(std::vector<double> &milliseconds) {
    if (Status status = api.check(api.eventSynchronize(events.back()),
                                  "cuEventSynchronize");
        status.failed())
      return status;
    for (size_t i = 1; i < events.size(); ++i) {
      float elapsed = 0;
      if (Status status =
              api.check(api.eventElapsed(&elapsed, events[i - 1], events[i]),
                        "cuEventElapsedTime");
          status.failed())
        return status;
      milliseconds.push_back(elapsed);
    }
    return Status::ok();
  }

private:
  const CudaApi &api;
  std::vector<void *> events;
};
} // namespace

Status CudaDriver::timeEach(const std::vector<std::function<Status()>> &work,
                            std::vector<double> &milliseconds) {
  milliseconds.clear();
  Events events(api);
  if (Status status = events.record(); status.failed())
    return status;
  for (const std::function<Status()> &item : work) {
    if (Status status = item(); status.failed())
      return status;
    if (Status status = events.record(); status.failed())
      return status;
  }
  return events.read(milliseconds);
}
