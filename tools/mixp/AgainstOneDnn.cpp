//===- AgainstOneDnn.cpp - Products by oneDNN -----------------------------===//
#include "BenchLibrary.h"
#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.hpp>
#include <optional>

using namespace mixp::tool;
using dnnl::memory;

static std::optional<memory::data_type> parseType(const std::string &name) {
  using Type = memory::data_type;
  if (name == "f32")
    return Type::f32;
  if (name == "bf16")
    return Type::bf16;
  if (name == "f16")
    return Type::f16;
  if (name == "i32")
    return Type::s32;
  if (name == "i8")
    return Type::s8;
  if (name == "ui8")
    return Type::u8;
  return std::nullopt;
}

/// oneDNN runs on the threads of the OpenMP runtime that it found.
static void setThreads(int64_t threads) {
  if (void *set = dlsym(RTLD_DEFAULT, "omp_set_num_threads"))
    reinterpret_cast<void (*)(int)>(set)(static_cast<int>(threads));
}

namespace {
class OneDnnProduct : public LibraryProduct {
public:
  OneDnnProduct(const LibraryProblem &problem, memory::data_type lhs,
                memory::data_type rhs, memory::data_type result);
  void run(int64_t rhs) override {
    setThreads(threads);
    arguments[DNNL_ARG_WEIGHTS] = weights[rhs];
    multiply.execute(stream, arguments);
    stream.wait();
  }
  const void *getResult() const override { return result.get_data_handle(); }
  std::string describe() const override { return kernel; }

private:
  int64_t threads;
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
  dnnl::matmul multiply;
  std::vector<memory> weights;
  memory result;
  std::unordered_map<int, memory> arguments;
  std::string kernel;
};
} // namespace

OneDnnProduct::OneDnnProduct(const LibraryProblem &problem,
                             memory::data_type lhsType,
                             memory::data_type rhsType,
                             memory::data_type resultType)
    : threads(problem.threads) {
  setThreads(threads);
  using Tag = memory::format_tag;
  memory::desc lhs({problem.m, problem.k}, lhsType, Tag::ab);
  memory::desc rhs({problem.k, problem.n}, rhsType, Tag::ab);
  memory::desc anyRhs({problem.k, problem.n}, rhsType,
                      problem.constantRhs ? Tag::any : Tag::ab);
  memory::desc out({problem.m, problem.n}, resultType, Tag::ab);
  bool isInteger =
      lhsType == memory::data_type::s8 || lhsType == memory::data_type::u8;
  memory::desc bias({1, problem.n},
                    isInteger ? memory::data_type::s32 : memory::data_type::f32,
                    Tag::ab);
  dnnl::primitive_attr attributes;
  if (!problem.scales.empty())
    attributes.set_output_scales(problem.scales.size() > 1 ? 2 : 0,
                                 problem.scales);
  if (problem.relu) {
    dnnl::post_ops steps;
    steps.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    attributes.set_post_ops(steps);
  }
  dnnl::matmul::desc description =
      problem.bias ? dnnl::matmul::desc(lhs, anyRhs, bias, out)
                   : dnnl::matmul::desc(lhs, anyRhs, out);
  dnnl::matmul::primitive_desc primitive(description, attributes, engine);
  multiply = dnnl::matmul(primitive);
  kernel = primitive.impl_info_str();
  for (const void *data : problem.rhsData) {
    memory plain(rhs, engine, const_cast<void *>(data));
    memory best(primitive.weights_desc(), engine);
    dnnl::reorder(plain, best).execute(stream, plain, best);
    stream.wait();
    weights.push_back(best);
  }
  result = memory(out, engine);
  arguments[DNNL_ARG_SRC] =
      memory(lhs, engine, const_cast<void *>(problem.lhsData));
  arguments[DNNL_ARG_DST] = result;
  if (problem.bias)
    arguments[DNNL_ARG_BIAS] =
        memory(bias, engine, const_cast<void *>(problem.bias));
}

extern "C" LibraryProduct *
mixpCreateLibraryProduct(const LibraryProblem &problem, std::string &reason) {
  auto lhs = parseType(problem.lhs), rhs = parseType(problem.rhs),
       result = parseType(problem.result);
  if (!lhs || !rhs || !result) {
    reason = "oneDNN has not these types";
    return nullptr;
  }
  try {
    return new OneDnnProduct(problem, *lhs, *rhs, *result);
  } catch (const dnnl::error &error) {
    reason = std::string("oneDNN: ") + error.what();
    return nullptr;
  }
}
