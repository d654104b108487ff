// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/fiber.hpp"

#include <cstddef>
#include <cstdlib>
#include <exception>
#include <utility>
#include <vector>

#include <boost/context/fiber.hpp>
#include <boost/context/preallocated.hpp>
#include <boost/context/stack_context.hpp>
#include <sys/mman.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"
#include "chaincode/base/sanitizer.hpp"

#if defined(TRADELANE_ADDRESS_SANITIZER)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(TRADELANE_THREAD_SANITIZER)
#include <sanitizer/tsan_interface.h>
#endif

namespace tradelane::shim {
namespace {

namespace ctx = boost::context;

#if defined(TRADELANE_ADDRESS_SANITIZER) || defined(TRADELANE_THREAD_SANITIZER)
constexpr std::size_t stack_bytes = 1024 * 1024;
#else
constexpr std::size_t stack_bytes = 256 * 1024;  // touched pages only are paid for
#endif

/// Stacks that wait on this thread for their next fiber; after a burst the rest is given back.
constexpr std::size_t most_kept_stacks = 256;

/// Memory for a stack, with one page below it that no access survives.
class Stack {
 public:
  Stack() : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))) {
    memory_ = ::mmap(nullptr, stack_bytes + page_, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory_ == MAP_FAILED) throw Fault("no memory for a stack");
    if (::mprotect(memory_, page_, PROT_NONE) == 0) return;
    ::munmap(memory_, stack_bytes + page_);
    throw Fault("no guard for a stack");
  }
  ~Stack() { ::munmap(memory_, stack_bytes + page_); }
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;

  char* bottom() const { return static_cast<char*>(memory_) + page_; }

 private:
  std::size_t page_;
  void* memory_;
};

/// Making a stack takes three system calls and page faults, so ended fibers leave theirs to others.
class StackPool {
 public:
  std::unique_ptr<Stack> take() {
    if (kept_.empty()) return std::make_unique<Stack>();
    auto stack = std::move(kept_.back());
    kept_.pop_back();
    return stack;
  }
  void give(std::unique_ptr<Stack> stack) {
#if defined(TRADELANE_ADDRESS_SANITIZER)
    // The frames that the fiber ended in still count as poisoned, for whoever comes here next.
    __asan_unpoison_memory_region(stack->bottom(), stack_bytes);
#endif
    if (kept_.size() < most_kept_stacks) kept_.push_back(std::move(stack));
  }

 private:
  std::vector<std::unique_ptr<Stack>> kept_;
};

thread_local StackPool stacks;

/// The stack belongs to the fiber's object and outlives the switch away from it.
struct KeepStack {
  void deallocate(ctx::stack_context&) noexcept {}
};

}  // namespace

struct Fiber::Impl {
  explicit Impl(std::function<void()> run) : body(std::move(run)) {}

  void start_switch_to_fiber();
  void finish_switch_to_caller();
  void start_switch_to_caller(bool last);
  void finish_switch_to_fiber();
  ctx::fiber run(ctx::fiber&& from);

  std::function<void()> body;
  std::unique_ptr<Stack> stack;  // while it runs
  ctx::fiber inner;
  ctx::fiber caller;
  bool begun = false;
  bool done = false;
#if defined(TRADELANE_ADDRESS_SANITIZER)
  void* caller_fake_stack = nullptr;
  void* fiber_fake_stack = nullptr;
  const void* caller_bottom = nullptr;
  std::size_t caller_size = 0;
#endif
#if defined(TRADELANE_THREAD_SANITIZER)
  void* tsan_caller = nullptr;
  void* tsan_fiber = __tsan_create_fiber(0);
  ~Impl() { __tsan_destroy_fiber(tsan_fiber); }
#endif

  static thread_local Impl* current;
};

thread_local Fiber::Impl* Fiber::Impl::current = nullptr;

// The sanitizers are told of every switch, at its start and at its end.
void Fiber::Impl::start_switch_to_fiber() {
#if defined(TRADELANE_ADDRESS_SANITIZER)
  __sanitizer_start_switch_fiber(&caller_fake_stack, stack->bottom(), stack_bytes);
#endif
#if defined(TRADELANE_THREAD_SANITIZER)
  tsan_caller = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(tsan_fiber, 0);
#endif
}

void Fiber::Impl::finish_switch_to_caller() {
#if defined(TRADELANE_ADDRESS_SANITIZER)
  __sanitizer_finish_switch_fiber(caller_fake_stack, nullptr, nullptr);
#endif
}

void Fiber::Impl::start_switch_to_caller([[maybe_unused]] bool last) {
#if defined(TRADELANE_ADDRESS_SANITIZER)
  __sanitizer_start_switch_fiber(last ? nullptr : &fiber_fake_stack, caller_bottom, caller_size);
#endif
#if defined(TRADELANE_THREAD_SANITIZER)
  __tsan_switch_to_fiber(tsan_caller, 0);
#endif
}

void Fiber::Impl::finish_switch_to_fiber() {
#if defined(TRADELANE_ADDRESS_SANITIZER)
  __sanitizer_finish_switch_fiber(fiber_fake_stack, &caller_bottom, &caller_size);
#endif
}

ctx::fiber Fiber::Impl::run(ctx::fiber&& from) {
  finish_switch_to_fiber();
  caller = std::move(from);
  body();
  done = true;
  start_switch_to_caller(true);
  return std::move(caller);
}

Fiber::Fiber(std::function<void()> body) : impl_(std::make_unique<Impl>(std::move(body))) {}

Fiber::~Fiber() {
  // Ending a process is better than leaving the objects of a contract half alive.
  if (impl_->begun && !impl_->done) std::abort();
}

bool Fiber::done() const { return impl_->done; }

void Fiber::resume() {
  if (Impl::current != nullptr || impl_->done) throw Fault("a fiber cannot be resumed here");
  if (!impl_->begun) {
    impl_->stack = stacks.take();
    ctx::stack_context area;
    area.size = stack_bytes;
    area.sp = impl_->stack->bottom() + stack_bytes;
    impl_->inner =
        ctx::fiber(std::allocator_arg, ctx::preallocated(area.sp, area.size, area), KeepStack{},
                   [impl = impl_.get()](ctx::fiber&& from) { return impl->run(std::move(from)); });
    impl_->begun = true;
  }
  Impl::current = impl_.get();
  impl_->start_switch_to_fiber();
  impl_->inner = std::move(impl_->inner).resume();
  impl_->finish_switch_to_caller();
  Impl::current = nullptr;
  if (!impl_->done) return;
  impl_->inner = ctx::fiber();
  stacks.give(std::move(impl_->stack));
}

void Fiber::suspend() {
  if (Impl::current == nullptr) throw Fault("nothing to suspend: not inside a fiber");
  if (std::current_exception() != nullptr || std::uncaught_exceptions() > 0)
    throw Fault("the ledger cannot be asked while an exception is being handled");
  Impl* self = Impl::current;
  self->start_switch_to_caller(false);
  self->caller = std::move(self->caller).resume();
  self->finish_switch_to_fiber();
}

}  // namespace tradelane::shim
