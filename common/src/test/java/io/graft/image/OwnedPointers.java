package io.graft.image;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * What this thread allocates off the heap while the scope is open. It is held here, so that the
 * garbage collector frees nothing that the code under test forgot, and nothing that other threads
 * and earlier tests let go is counted, as it is in Pointer.totalBytes.
 */
final class OwnedPointers extends PointerScope {

  private final List<Pointer> allocated = new ArrayList<>();

  @SuppressWarnings("unchecked") // The empty varargs of JavaCPP's constructor.
  OwnedPointers() {}

  /** Records alone: attached in earnest, a pointer would be freed at the scope's end. */
  @Override
  public PointerScope attach(Pointer pointer) {
    allocated.add(pointer);
    return this;
  }

  int allocated() {
    return allocated.size();
  }

  List<Pointer> notFreed() {
    return allocated.stream().filter(pointer -> !pointer.isNull()).toList();
  }
}
