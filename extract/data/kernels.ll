; the loops of extract/restore/, sources b13043367f6c464202f13c557366671e5e71cc9e379f97e93d62705d462b09b9
; ModuleID = 'kernels'
source_filename = "<string>"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define range(i32 -1, -2) i32 @search(ptr noalias writeonly captures(none) %retptr, ptr noalias writeonly captures(none) %excinfo, ptr %arg.chunks.0, ptr readnone captures(none) %arg.chunks.1, i64 %arg.chunks.2, i64 %arg.chunks.3, ptr readonly captures(none) %arg.chunks.4, i64 %arg.chunks.5.0, i64 %arg.chunks.5.1, i64 %arg.chunks.6.0, i64 %arg.chunks.6.1, ptr %arg.rest.0, ptr readnone captures(none) %arg.rest.1, i64 %arg.rest.2, i64 %arg.rest.3, ptr readonly captures(none) %arg.rest.4, i64 %arg.rest.5.0, i64 %arg.rest.6.0, ptr %arg.dense.0, ptr readnone captures(none) %arg.dense.1, i64 %arg.dense.2, i64 %arg.dense.3, ptr readonly captures(none) %arg.dense.4, i64 %arg.dense.5.0, i64 %arg.dense.5.1, i64 %arg.dense.6.0, i64 %arg.dense.6.1, ptr %arg.insert.0, ptr readnone captures(none) %arg.insert.1, i64 %arg.insert.2, i64 %arg.insert.3, ptr readonly captures(none) %arg.insert.4, i64 %arg.insert.5.0, i64 %arg.insert.6.0, ptr %arg.pair_starts.0, ptr readnone captures(none) %arg.pair_starts.1, i64 %arg.pair_starts.2, i64 %arg.pair_starts.3, ptr readonly captures(none) %arg.pair_starts.4, i64 %arg.pair_starts.5.0, i64 %arg.pair_starts.6.0, ptr %arg.pair_ops.0, ptr readnone captures(none) %arg.pair_ops.1, i64 %arg.pair_ops.2, i64 %arg.pair_ops.3, ptr readonly captures(none) %arg.pair_ops.4, i64 %arg.pair_ops.5.0, i64 %arg.pair_ops.6.0, ptr %arg.pair_costs.0, ptr readnone captures(none) %arg.pair_costs.1, i64 %arg.pair_costs.2, i64 %arg.pair_costs.3, ptr readonly captures(none) %arg.pair_costs.4, i64 %arg.pair_costs.5.0, i64 %arg.pair_costs.6.0, ptr %arg.child_starts.0, ptr readnone captures(none) %arg.child_starts.1, i64 %arg.child_starts.2, i64 %arg.child_starts.3, ptr readonly captures(none) %arg.child_starts.4, i64 %arg.child_starts.5.0, i64 %arg.child_starts.6.0, ptr %arg.letters.0, ptr readnone captures(none) %arg.letters.1, i64 %arg.letters.2, i64 %arg.letters.3, ptr readonly captures(none) %arg.letters.4, i64 %arg.letters.5.0, i64 %arg.letters.6.0, ptr %arg.words.0, ptr readnone captures(none) %arg.words.1, i64 %arg.words.2, i64 %arg.words.3, ptr readonly captures(none) %arg.words.4, i64 %arg.words.5.0, i64 %arg.words.6.0, ptr %arg.cheapest.0, ptr readnone captures(none) %arg.cheapest.1, i64 %arg.cheapest.2, i64 %arg.cheapest.3, ptr readonly captures(none) %arg.cheapest.4, i64 %arg.cheapest.5.0, i64 %arg.cheapest.6.0, ptr %arg.own.0, ptr readnone captures(none) %arg.own.1, i64 %arg.own.2, i64 %arg.own.3, ptr readonly captures(none) %arg.own.4, i64 %arg.own.5.0, i64 %arg.own.6.0, i32 %arg.size, double %arg.bound, double %arg.slack, ptr %arg.found.0, ptr readnone captures(none) %arg.found.1, i64 %arg.found.2, i64 %arg.found.3, ptr writeonly captures(none) %arg.found.4, i64 %arg.found.5.0, i64 %arg.found.6.0, ptr %arg.costs.0, ptr readnone captures(none) %arg.costs.1, i64 %arg.costs.2, i64 %arg.costs.3, ptr writeonly captures(none) %arg.costs.4, i64 %arg.costs.5.0, i64 %arg.costs.6.0, ptr %arg.rows.0, ptr readnone captures(none) %arg.rows.1, i64 %arg.rows.2, i64 %arg.rows.3, ptr captures(none) initializes((0, 4)) %arg.rows.4, i64 %arg.rows.5.0, i64 %arg.rows.5.1, i64 %arg.rows.6.0, i64 %arg.rows.6.1, ptr %arg.stack.0, ptr readnone captures(none) %arg.stack.1, i64 %arg.stack.2, i64 %arg.stack.3, ptr captures(none) initializes((0, 4)) %arg.stack.4, i64 %arg.stack.5.0, i64 %arg.stack.5.1, i64 %arg.stack.6.0, i64 %arg.stack.6.1) local_unnamed_addr {
B0:
  %.1321 = alloca ptr, align 8
  %excinfo.2 = alloca ptr, align 8
  tail call void @NRT_incref(ptr %arg.chunks.0)
  tail call void @NRT_incref(ptr %arg.rest.0)
  tail call void @NRT_incref(ptr %arg.dense.0)
  tail call void @NRT_incref(ptr %arg.insert.0)
  tail call void @NRT_incref(ptr %arg.pair_starts.0)
  tail call void @NRT_incref(ptr %arg.pair_ops.0)
  tail call void @NRT_incref(ptr %arg.pair_costs.0)
  tail call void @NRT_incref(ptr %arg.child_starts.0)
  tail call void @NRT_incref(ptr %arg.letters.0)
  tail call void @NRT_incref(ptr %arg.words.0)
  tail call void @NRT_incref(ptr %arg.cheapest.0)
  tail call void @NRT_incref(ptr %arg.own.0)
  tail call void @NRT_incref(ptr %arg.found.0)
  tail call void @NRT_incref(ptr %arg.costs.0)
  tail call void @NRT_incref(ptr %arg.stack.0)
  tail call void @NRT_incref(ptr %arg.stack.0)
  %.386 = getelementptr i32, ptr %arg.stack.4, i64 %arg.stack.5.1
  tail call void @NRT_incref(ptr %arg.stack.0)
  %.456.idx = shl i64 %arg.stack.5.1, 3
  %.456 = getelementptr i8, ptr %arg.stack.4, i64 %.456.idx
  store i32 0, ptr %arg.stack.4, align 4
  tail call void @NRT_incref(ptr %arg.rows.0)
  store float 0.000000e+00, ptr %arg.rows.4, align 4, !noalias !0
  %.130.i = add i64 %arg.rows.5.1, -1
  %.175145.not.i = icmp slt i64 %.130.i, 1
  br i1 %.175145.not.i, label %B184.lr.ph, label %B70.preheader.i

B70.preheader.i:                                  ; preds = %B0
  %0 = icmp eq i64 %arg.rows.5.1, 2
  br i1 %0, label %B70.epil.preheader.i, label %B70.preheader.new.i

B70.preheader.new.i:                              ; preds = %B70.preheader.i
  %scevgep5.i = getelementptr i8, ptr %arg.chunks.4, i64 4
  %1 = shl i64 %arg.chunks.5.1, 3
  %2 = lshr i64 %.130.i, 1
  %3 = trunc i64 %2 to i62
  %4 = zext i62 %3 to i64
  %5 = mul nsw i64 %4, -2
  br label %B70.i

B70.i:                                            ; preds = %B70.i, %B70.preheader.new.i
  %lsr.iv.i = phi ptr [ %scevgep6.i, %B70.i ], [ %scevgep5.i, %B70.preheader.new.i ]
  %.243.i = phi float [ %.330.1.i, %B70.i ], [ 0.000000e+00, %B70.preheader.new.i ]
  %.181144146.i = phi i64 [ %.188.1.i, %B70.i ], [ 1, %B70.preheader.new.i ]
  %.298.i = load i32, ptr %lsr.iv.i, align 4, !noalias !0
  %.300.i = sext i32 %.298.i to i64
  %.313.i = icmp slt i32 %.298.i, 0
  %.314.i = select i1 %.313.i, i64 %arg.insert.5.0, i64 0
  %6 = getelementptr float, ptr %arg.insert.4, i64 %.314.i
  %.328.i = getelementptr float, ptr %6, i64 %.300.i
  %.329.i = load float, ptr %.328.i, align 4, !noalias !0
  %.330.i = fadd float %.243.i, %.329.i
  %sunkaddr = mul i64 %.181144146.i, 4
  %sunkaddr121 = getelementptr i8, ptr %arg.rows.4, i64 %sunkaddr
  store float %.330.i, ptr %sunkaddr121, align 4, !noalias !0
  %.188.1.i = add i64 %.181144146.i, 2
  %sunkaddr122 = mul i64 %arg.chunks.5.1, 4
  %sunkaddr123 = getelementptr i8, ptr %lsr.iv.i, i64 %sunkaddr122
  %.298.1.i = load i32, ptr %sunkaddr123, align 4, !noalias !0
  %.300.1.i = sext i32 %.298.1.i to i64
  %.313.1.i = icmp slt i32 %.298.1.i, 0
  %.314.1.i = select i1 %.313.1.i, i64 %arg.insert.5.0, i64 0
  %7 = getelementptr float, ptr %arg.insert.4, i64 %.314.1.i
  %.328.1.i = getelementptr float, ptr %7, i64 %.300.1.i
  %.329.1.i = load float, ptr %.328.1.i, align 4, !noalias !0
  %.330.1.i = fadd float %.330.i, %.329.1.i
  %sunkaddr124 = mul i64 %.188.1.i, 4
  %sunkaddr125 = getelementptr i8, ptr %arg.rows.4, i64 %sunkaddr124
  %sunkaddr126 = getelementptr i8, ptr %sunkaddr125, i64 -4
  store float %.330.1.i, ptr %sunkaddr126, align 4, !noalias !0
  %scevgep6.i = getelementptr i8, ptr %lsr.iv.i, i64 %1
  %8 = add i64 %5, %.188.1.i
  %niter.ncmp.1.i = icmp eq i64 %8, 1
  br i1 %niter.ncmp.1.i, label %B142.loopexit.unr-lcssa.i, label %B70.i

B142.loopexit.unr-lcssa.i:                        ; preds = %B70.i
  %9 = and i64 %.130.i, 1
  %lcmp.mod.not.i = icmp eq i64 %9, 0
  br i1 %lcmp.mod.not.i, label %B184.lr.ph, label %B70.epil.preheader.i

B70.epil.preheader.i:                             ; preds = %B142.loopexit.unr-lcssa.i, %B70.preheader.i
  %.243.epil.init.i = phi float [ 0.000000e+00, %B70.preheader.i ], [ %.330.1.i, %B142.loopexit.unr-lcssa.i ]
  %.181144146.epil.init.i = phi i64 [ 1, %B70.preheader.i ], [ %.188.1.i, %B142.loopexit.unr-lcssa.i ]
  %.213.epil.i = add nsw i64 %.181144146.epil.init.i, -1
  %.293.epil.i = mul i64 %.213.epil.i, %arg.chunks.5.1
  %10 = getelementptr i32, ptr %arg.chunks.4, i64 %.293.epil.i
  %.297.epil.i = getelementptr i8, ptr %10, i64 4
  %.298.epil.i = load i32, ptr %.297.epil.i, align 4, !noalias !0
  %.300.epil.i = sext i32 %.298.epil.i to i64
  %.313.epil.i = icmp slt i32 %.298.epil.i, 0
  %.314.epil.i = select i1 %.313.epil.i, i64 %arg.insert.5.0, i64 0
  %11 = getelementptr float, ptr %arg.insert.4, i64 %.314.epil.i
  %.328.epil.i = getelementptr float, ptr %11, i64 %.300.epil.i
  %.329.epil.i = load float, ptr %.328.epil.i, align 4, !noalias !0
  %.330.epil.i = fadd float %.243.epil.init.i, %.329.epil.i
  %12 = getelementptr float, ptr %arg.rows.4, i64 %.181144146.epil.init.i
  store float %.330.epil.i, ptr %12, align 4, !noalias !0
  br label %B184.lr.ph

B182.loopexit:                                    ; preds = %B987
  %exitcond.not = icmp eq i64 %.773, 3
  br i1 %exitcond.not, label %B986, label %B184

B184:                                             ; preds = %B184.lr.ph, %B182.loopexit
  %count.5.0912 = phi i64 [ 0, %B184.lr.ph ], [ %count.2.2853, %B182.loopexit ]
  %bound.5.0911 = phi double [ %arg.bound, %B184.lr.ph ], [ %bound.2.2859, %B182.loopexit ]
  %.766904909 = phi i64 [ 0, %B184.lr.ph ], [ %.773, %B182.loopexit ]
  %.773 = add nuw nsw i64 %.766904909, 1
  %.842 = load i32, ptr %arg.child_starts.4, align 4
  store i32 %.842, ptr %.386, align 4
  br label %B228.preheader

B228.preheader:                                   ; preds = %B987, %B184
  %depth.3.1899 = phi i64 [ 0, %B184 ], [ %depth.4.2, %B987 ]
  %count.4.1898 = phi i64 [ %count.5.0912, %B184 ], [ %count.2.2853, %B987 ]
  %bound.4.1897 = phi double [ %bound.5.0911, %B184 ], [ %bound.2.2859, %B987 ]
  %.942878 = getelementptr i32, ptr %.386, i64 %depth.3.1899
  %.943879 = load i32, ptr %.942878, align 4
  %.976880 = getelementptr i32, ptr %arg.stack.4, i64 %depth.3.1899
  %.977881 = load i32, ptr %.976880, align 4
  %.978882 = sext i32 %.977881 to i64
  %.993883 = icmp slt i32 %.977881, -1
  %.994884 = select i1 %.993883, i64 %arg.child_starts.5.0, i64 0
  %13 = getelementptr i32, ptr %arg.child_starts.4, i64 %.978882
  %14 = getelementptr i8, ptr %13, i64 4
  %.1008885 = getelementptr i32, ptr %14, i64 %.994884
  %.1009886 = load i32, ptr %.1008885, align 4
  %.1011887 = icmp sge i32 %.943879, %.1009886
  %.1014888 = icmp eq i64 %depth.3.1899, 14
  %or.cond889 = or i1 %.1014888, %.1011887
  br i1 %or.cond889, label %B308, label %B320.preheader

B320.preheader:                                   ; preds = %B228.preheader
  %15 = add nsw i64 %depth.3.1899, -1
  %16 = mul i64 %46, %15
  %scevgep = getelementptr i8, ptr %arg.rows.4, i64 %16
  %17 = add nuw i64 %depth.3.1899, 1
  %18 = mul i64 %47, %17
  %scevgep105 = getelementptr i8, ptr %scevgep104, i64 %18
  br label %B320

B308:                                             ; preds = %B914, %B228.preheader
  %bound.2.2.lcssa = phi double [ %bound.4.1897, %B228.preheader ], [ %bound.3.4, %B914 ]
  %count.2.2.lcssa = phi i64 [ %count.4.1898, %B228.preheader ], [ %count.3.4, %B914 ]
  %depth.5.2.lcssa = phi i64 [ %depth.3.1899, %B228.preheader ], [ %.1165, %B914 ]
  %.1019 = add nsw i64 %depth.5.2.lcssa, -1
  br label %B987

B320:                                             ; preds = %B914, %B320.preheader
  %lsr.iv106 = phi ptr [ %scevgep105, %B320.preheader ], [ %scevgep107, %B914 ]
  %lsr.iv = phi ptr [ %scevgep, %B320.preheader ], [ %scevgep102, %B914 ]
  %.943894 = phi i32 [ %.1956, %B914 ], [ %.943879, %B320.preheader ]
  %.942893 = phi ptr [ %.2052, %B914 ], [ %.942878, %B320.preheader ]
  %depth.5.2892 = phi i64 [ %.1165, %B914 ], [ %depth.3.1899, %B320.preheader ]
  %count.2.2891 = phi i64 [ %count.3.4, %B914 ], [ %count.4.1898, %B320.preheader ]
  %bound.2.2890 = phi double [ %bound.3.4, %B914 ], [ %bound.4.1897, %B320.preheader ]
  %.1057 = sext i32 %.943894 to i64
  %.1058 = add nsw i32 %.943894, 1
  store i32 %.1058, ptr %.942893, align 4
  %.1106 = icmp slt i32 %.943894, 0
  %.1107 = select i1 %.1106, i64 %arg.letters.5.0, i64 0
  %19 = getelementptr i8, ptr %arg.letters.4, i64 %.1107
  %.1121 = getelementptr i8, ptr %19, i64 %.1057
  %.1122 = load i8, ptr %.1121, align 1
  %.1157 = zext i8 %.1122 to i64
  switch i64 %.766904909, label %B422.fold.split [
    i64 2, label %B422
    i64 1, label %B412
  ]

B412:                                             ; preds = %B320
  %.1142 = icmp eq i64 %depth.5.2892, 0
  %20 = select i1 %.1142, i64 %.1148, i64 0
  br label %B422

B422.fold.split:                                  ; preds = %B320
  br label %B422

B422:                                             ; preds = %B422.fold.split, %B412, %B320
  %"$phi422.3.3.5" = phi i64 [ %.1148, %B320 ], [ %20, %B412 ], [ 0, %B422.fold.split ]
  %.1158 = add nsw i64 %"$phi422.3.3.5", %.1157
  %.1165 = add nuw nsw i64 %depth.5.2892, 1
  %.1203 = mul i64 %.1165, %arg.rows.5.1
  %.1205 = getelementptr float, ptr %arg.rows.4, i64 %.1203
  tail call void @NRT_incref(ptr %arg.rows.0)
  %.1282 = mul i64 %depth.5.2892, %arg.rows.5.1
  %.1284 = getelementptr float, ptr %arg.rows.4, i64 %.1282
  tail call void @NRT_incref(ptr %arg.rows.0)
  %.1339 = call i32 @_ZN7extract7restore6search4_rowB3v23B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIfLi1E1C7mutable7alignedEx5ArrayIiLi2E1C7mutable7alignedE5ArrayIfLi2E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE(ptr nonnull %.1321, ptr nonnull %excinfo.2, ptr %arg.rows.0, ptr %arg.rows.1, i64 %arg.rows.5.1, i64 %arg.rows.3, ptr %.1284, i64 %arg.rows.5.1, i64 %arg.rows.6.1, i64 %.1158, ptr %arg.chunks.0, ptr %arg.chunks.1, i64 %arg.chunks.2, i64 %arg.chunks.3, ptr %arg.chunks.4, i64 %arg.chunks.5.0, i64 %arg.chunks.5.1, i64 %arg.chunks.6.0, i64 %arg.chunks.6.1, ptr %arg.dense.0, ptr %arg.dense.1, i64 %arg.dense.2, i64 %arg.dense.3, ptr %arg.dense.4, i64 %arg.dense.5.0, i64 %arg.dense.5.1, i64 %arg.dense.6.0, i64 %arg.dense.6.1, ptr %arg.insert.0, ptr %arg.insert.1, i64 %arg.insert.2, i64 %arg.insert.3, ptr %arg.insert.4, i64 %arg.insert.5.0, i64 %arg.insert.6.0, ptr %arg.rows.0, ptr %arg.rows.1, i64 %arg.rows.5.1, i64 %arg.rows.3, ptr %.1205, i64 %arg.rows.5.1, i64 %arg.rows.6.1)
  %cond = icmp eq i32 %.1339, 0
  br i1 %cond, label %B422.endif, label %B422.if.if, !prof !3

B518:                                             ; preds = %B422.endif
  %21 = icmp slt i64 %.130.i, 1
  %.1394 = getelementptr i32, ptr %.456, i64 %depth.5.2892
  %.1395 = load i32, ptr %.1394, align 4
  %.1396 = sext i32 %.1395 to i64
  %.1400 = mul i64 %.1397, %.1396
  %.1402 = add nsw i64 %.1400, %.1158
  %.105.i = icmp slt i64 %.1402, 0
  %.106.i = select i1 %.105.i, i64 %arg.pair_starts.5.0, i64 0
  %22 = getelementptr i32, ptr %arg.pair_starts.4, i64 %.1402
  %.120.i = getelementptr i32, ptr %22, i64 %.106.i
  %.121.i = load i32, ptr %.120.i, align 4, !noalias !4
  %.135.i = icmp slt i64 %.1402, -1
  %.136.i = select i1 %.135.i, i64 %arg.pair_starts.5.0, i64 0
  %23 = getelementptr i8, ptr %22, i64 4
  %.150.i = getelementptr i32, ptr %23, i64 %.136.i
  %.151.i = load i32, ptr %.150.i, align 4, !noalias !4
  %.191.i = sub i32 %.151.i, %.121.i
  %.236256.not.i = icmp slt i32 %.191.i, 1
  %or.cond.i = or i1 %21, %.236256.not.i
  br i1 %or.cond.i, label %B612, label %B68.endif.us.i.preheader

B68.endif.us.i.preheader:                         ; preds = %B518
  br label %B68.endif.us.i

B68.endif.us.i:                                   ; preds = %B124.B66.loopexit_crit_edge.us.i, %B68.endif.us.i.preheader
  %.235250258.us.i = phi i32 [ %.245.us.i, %B124.B66.loopexit_crit_edge.us.i ], [ %.191.i, %B68.endif.us.i.preheader ]
  %.242251257.us.i = phi i32 [ %.249.us.i, %B124.B66.loopexit_crit_edge.us.i ], [ %.121.i, %B68.endif.us.i.preheader ]
  %.466.us.i = sext i32 %.242251257.us.i to i64
  %.479.us.i = icmp slt i32 %.242251257.us.i, 0
  %.480.us.i = select i1 %.479.us.i, i64 %arg.pair_ops.5.0, i64 0
  %24 = getelementptr i32, ptr %arg.pair_ops.4, i64 %.480.us.i
  %.577.us.i = select i1 %.479.us.i, i64 %arg.pair_costs.5.0, i64 0
  %25 = getelementptr float, ptr %arg.pair_costs.4, i64 %.577.us.i
  br label %B126.us.i

B126.us.i:                                        ; preds = %B260.us.i, %B68.endif.us.i
  %lsr.iv3.i = phi ptr [ %scevgep2.i, %B68.endif.us.i ], [ %scevgep4.i, %B260.us.i ]
  %lsr.iv.i31 = phi i64 [ 0, %B68.endif.us.i ], [ %lsr.iv.next.i, %B260.us.i ]
  %.463.us.i = load i32, ptr %lsr.iv3.i, align 4, !noalias !4
  %sunkaddr127 = mul i64 %.466.us.i, 4
  %sunkaddr128 = getelementptr i8, ptr %24, i64 %sunkaddr127
  %.495.us.i = load i32, ptr %sunkaddr128, align 4, !noalias !4
  %.496.us.i = icmp eq i32 %.463.us.i, %.495.us.i
  br i1 %.496.us.i, label %B174.endif.us.i, label %B260.us.i

B174.endif.us.i:                                  ; preds = %B126.us.i
  %26 = shl i64 %lsr.iv.i31, 2
  %scevgep108 = getelementptr i8, ptr %lsr.iv106, i64 %26
  %.528.us.i = load float, ptr %scevgep108, align 4, !noalias !4
  %scevgep103 = getelementptr i8, ptr %lsr.iv, i64 %26
  %.560.us.i = load float, ptr %scevgep103, align 4, !noalias !4
  %sunkaddr129 = mul i64 %.466.us.i, 4
  %sunkaddr130 = getelementptr i8, ptr %25, i64 %sunkaddr129
  %.592.us.i = load float, ptr %sunkaddr130, align 4, !noalias !4
  %.593.us.i = fadd float %.560.us.i, %.592.us.i
  %.12.i.i = fcmp olt float %.593.us.i, %.528.us.i
  %.13.i.i = select i1 %.12.i.i, float %.593.us.i, float %.528.us.i
  store float %.13.i.i, ptr %scevgep108, align 4, !noalias !4
  br label %B260.us.i

B260.us.i:                                        ; preds = %B174.endif.us.i, %B126.us.i
  %lsr.iv.next.i = add nuw nsw i64 %lsr.iv.i31, 1
  %scevgep4.i = getelementptr i8, ptr %lsr.iv3.i, i64 %43
  %exitcond.not.i = icmp eq i64 %.130.i, %lsr.iv.next.i
  br i1 %exitcond.not.i, label %B124.B66.loopexit_crit_edge.us.i, label %B126.us.i

B124.B66.loopexit_crit_edge.us.i:                 ; preds = %B260.us.i
  %27 = trunc i64 %.466.us.i to i32
  %.245.us.i = add nsw i32 %.235250258.us.i, -1
  %.249.us.i = add i32 %27, 1
  %.236.us.i = icmp sgt i32 %.235250258.us.i, 1
  br i1 %.236.us.i, label %B68.endif.us.i, label %B612

B612:                                             ; preds = %B422.endif, %B124.B66.loopexit_crit_edge.us.i, %B518
  %28 = icmp slt i64 %.130.i, 1
  %.61.i = load float, ptr %.1205, align 4, !noalias !7
  %.91.i = load float, ptr %arg.rest.4, align 4, !noalias !7
  %.92.i = fadd float %.61.i, %.91.i
  br i1 %28, label %B612.endif, label %B92.backedge.preheader.i

B92.backedge.preheader.i:                         ; preds = %B612
  %29 = icmp eq i64 %arg.rows.5.1, 2
  br i1 %29, label %B92.backedge.epil.preheader.i, label %B92.backedge.i.preheader

B92.backedge.i.preheader:                         ; preds = %B92.backedge.preheader.i
  br label %B92.backedge.i

B92.backedge.i:                                   ; preds = %B92.backedge.i, %B92.backedge.i.preheader
  %lsr.iv109 = phi i64 [ 0, %B92.backedge.i.preheader ], [ %lsr.iv.next, %B92.backedge.i ]
  %best.2.0122.i = phi float [ %.13.i.1.i, %B92.backedge.i ], [ %.92.i, %B92.backedge.i.preheader ]
  %30 = shl i64 %lsr.iv109, 2
  %scevgep116 = getelementptr i8, ptr %lsr.iv106, i64 %30
  %.255.i = load float, ptr %scevgep116, align 4, !noalias !7
  %sunkaddr131 = mul i64 %lsr.iv109, 4
  %sunkaddr132 = getelementptr i8, ptr %arg.rest.4, i64 %sunkaddr131
  %sunkaddr133 = getelementptr i8, ptr %sunkaddr132, i64 4
  %.285.i = load float, ptr %sunkaddr133, align 4, !noalias !7
  %.286.i = fadd float %.255.i, %.285.i
  %.12.i.i38 = fcmp olt float %.286.i, %best.2.0122.i
  %.13.i.i39 = select i1 %.12.i.i38, float %.286.i, float %best.2.0122.i
  %31 = shl i64 %lsr.iv109, 2
  %scevgep114 = getelementptr i8, ptr %lsr.iv106, i64 %31
  %scevgep115 = getelementptr i8, ptr %scevgep114, i64 4
  %.255.1.i = load float, ptr %scevgep115, align 4, !noalias !7
  %sunkaddr134 = mul i64 %lsr.iv109, 4
  %sunkaddr135 = getelementptr i8, ptr %arg.rest.4, i64 %sunkaddr134
  %sunkaddr136 = getelementptr i8, ptr %sunkaddr135, i64 8
  %.285.1.i = load float, ptr %sunkaddr136, align 4, !noalias !7
  %.286.1.i = fadd float %.255.1.i, %.285.1.i
  %.12.i.1.i = fcmp olt float %.286.1.i, %.13.i.i39
  %.13.i.1.i = select i1 %.12.i.1.i, float %.286.1.i, float %.13.i.i39
  %lsr.iv.next = add i64 %lsr.iv109, 2
  %niter.ncmp.1.i40 = icmp eq i64 %44, %lsr.iv.next
  br i1 %niter.ncmp.1.i40, label %common.ret.loopexit.unr-lcssa.i, label %B92.backedge.i

common.ret.loopexit.unr-lcssa.i:                  ; preds = %B92.backedge.i
  %32 = and i64 %.130.i, 1
  %33 = icmp eq i64 %32, 0
  br i1 %33, label %B612.endif, label %B92.backedge.epil.preheader.i

B92.backedge.epil.preheader.i:                    ; preds = %common.ret.loopexit.unr-lcssa.i, %B92.backedge.preheader.i
  %best.2.0122.epil.init.i = phi float [ %.92.i, %B92.backedge.preheader.i ], [ %.13.i.1.i, %common.ret.loopexit.unr-lcssa.i ]
  %34 = getelementptr float, ptr %.1205, i64 %45
  %.255.epil.i = load float, ptr %34, align 4, !noalias !7
  %sunkaddr137 = mul i64 %45, 4
  %sunkaddr138 = getelementptr i8, ptr %arg.rest.4, i64 %sunkaddr137
  %.285.epil.i = load float, ptr %sunkaddr138, align 4, !noalias !7
  %.286.epil.i = fadd float %.255.epil.i, %.285.epil.i
  %.12.i.epil.i = fcmp olt float %.286.epil.i, %best.2.0122.epil.init.i
  %.13.i.epil.i = select i1 %.12.i.epil.i, float %.286.epil.i, float %best.2.0122.epil.init.i
  br label %B612.endif

B670:                                             ; preds = %B612.endif
  tail call void @NRT_decref(ptr %arg.rows.0)
  br label %B987

B672:                                             ; preds = %B612.endif
  %35 = icmp ne i64 %depth.5.2892, 0
  %36 = icmp slt i32 %.943894, 0
  %37 = icmp ult i64 %.766904909, 2
  %.1631 = select i1 %36, i64 %arg.words.5.0, i64 0
  %38 = getelementptr i32, ptr %arg.words.4, i64 %.1631
  %.1645 = getelementptr i32, ptr %38, i64 %.1057
  %.1646 = load i32, ptr %.1645, align 4
  %.1651 = zext nneg i32 %.1646 to i64
  %.1652 = icmp sgt i32 %.1646, -1
  %.1661 = icmp slt i64 %count.2.2891, 2048
  %or.cond841 = select i1 %.1652, i1 %.1661, i1 false
  %brmerge = or i1 %37, %35
  %or.cond842 = select i1 %or.cond841, i1 %brmerge, i1 false
  br i1 %or.cond842, label %B756.endif, label %B914

B914:                                             ; preds = %B756.endif, %B672
  %row.sroa.0.5 = phi ptr [ null, %B756.endif ], [ %arg.rows.0, %B672 ]
  %bound.3.4 = phi double [ %.13.i, %B756.endif ], [ %bound.2.2890, %B672 ]
  %count.3.4 = phi i64 [ %.1892, %B756.endif ], [ %count.2.2891, %B672 ]
  %39 = icmp slt i32 %.943894, 0
  tail call void @NRT_decref(ptr %row.sroa.0.5)
  %.1941 = select i1 %39, i64 %arg.child_starts.5.0, i64 0
  %40 = getelementptr i32, ptr %arg.child_starts.4, i64 %.1941
  %.1955 = getelementptr i32, ptr %40, i64 %.1057
  %.1956 = load i32, ptr %.1955, align 4
  %.1986 = getelementptr i32, ptr %.456, i64 %.1165
  %.1987 = trunc i64 %.1158 to i32
  store i32 %.1987, ptr %.1986, align 4
  %.2020 = getelementptr i32, ptr %arg.stack.4, i64 %.1165
  store i32 %.943894, ptr %.2020, align 4
  %.2052 = getelementptr i32, ptr %.386, i64 %.1165
  store i32 %.1956, ptr %.2052, align 4
  %.977 = load i32, ptr %.2020, align 4
  %.978 = sext i32 %.977 to i64
  %.993 = icmp slt i32 %.977, -1
  %.994 = select i1 %.993, i64 %arg.child_starts.5.0, i64 0
  %41 = getelementptr i32, ptr %arg.child_starts.4, i64 %.978
  %42 = getelementptr i8, ptr %41, i64 4
  %.1008 = getelementptr i32, ptr %42, i64 %.994
  %.1009 = load i32, ptr %.1008, align 4
  %.1011 = icmp sge i32 %.1956, %.1009
  %.1014 = icmp eq i64 %.1165, 14
  %or.cond = or i1 %.1014, %.1011
  %scevgep102 = getelementptr i8, ptr %lsr.iv, i64 %46
  %scevgep107 = getelementptr i8, ptr %lsr.iv106, i64 %46
  br i1 %or.cond, label %B308, label %B320

common.ret:                                       ; preds = %B422.if.if, %B986
  %common.ret.op = phi i32 [ 0, %B986 ], [ %.1339, %B422.if.if ]
  ret i32 %common.ret.op

B986:                                             ; preds = %B182.loopexit
  tail call void @NRT_decref(ptr %arg.words.0)
  tail call void @NRT_decref(ptr %arg.rows.0)
  tail call void @NRT_decref(ptr %arg.rest.0)
  tail call void @NRT_decref(ptr %arg.stack.0)
  tail call void @NRT_decref(ptr %arg.pair_starts.0)
  tail call void @NRT_decref(ptr %arg.pair_ops.0)
  tail call void @NRT_decref(ptr %arg.pair_costs.0)
  tail call void @NRT_decref(ptr %arg.own.0)
  tail call void @NRT_decref(ptr %arg.stack.0)
  tail call void @NRT_decref(ptr %arg.stack.0)
  tail call void @NRT_decref(ptr %arg.letters.0)
  tail call void @NRT_decref(ptr %arg.insert.0)
  tail call void @NRT_decref(ptr %arg.found.0)
  tail call void @NRT_decref(ptr %arg.dense.0)
  tail call void @NRT_decref(ptr %arg.costs.0)
  tail call void @NRT_decref(ptr %arg.chunks.0)
  tail call void @NRT_decref(ptr %arg.child_starts.0)
  tail call void @NRT_decref(ptr %arg.cheapest.0)
  %.2189 = trunc i64 %count.2.2853 to i32
  store i32 %.2189, ptr %retptr, align 4
  br label %common.ret

B987:                                             ; preds = %B670, %B308
  %bound.2.2859 = phi double [ %bound.2.2.lcssa, %B308 ], [ %bound.2.2890, %B670 ]
  %count.2.2853 = phi i64 [ %count.2.2.lcssa, %B308 ], [ %count.2.2891, %B670 ]
  %depth.4.2 = phi i64 [ %.1019, %B308 ], [ %depth.5.2892, %B670 ]
  %.902 = icmp sgt i64 %depth.4.2, -1
  br i1 %.902, label %B228.preheader, label %B182.loopexit

B184.lr.ph:                                       ; preds = %B70.epil.preheader.i, %B142.loopexit.unr-lcssa.i, %B0
  %.1148 = sext i32 %arg.size to i64
  %.1397 = shl nsw i64 %.1148, 1
  %.1694.inv = icmp sgt i64 %arg.chunks.5.0, 0
  %.1695 = select i1 %.1694.inv, i64 0, i64 %arg.rows.5.1
  %scevgep2.i = getelementptr i8, ptr %arg.chunks.4, i64 4
  %43 = shl i64 %arg.chunks.5.1, 2
  %44 = and i64 %.130.i, 9223372036854775806
  %45 = or i64 %.130.i, 1
  %46 = shl i64 %arg.rows.5.1, 2
  %scevgep104 = getelementptr i8, ptr %arg.rows.4, i64 4
  %47 = shl i64 %arg.rows.5.1, 2
  br label %B184

B422.endif:                                       ; preds = %B422
  tail call void @NRT_decref(ptr %arg.rows.0)
  %.1363 = icmp ne i64 %depth.5.2892, 0
  br i1 %.1363, label %B518, label %B612

B422.if.if:                                       ; preds = %B422
  store ptr null, ptr %excinfo, align 8
  br label %common.ret

B612.endif:                                       ; preds = %B92.backedge.epil.preheader.i, %common.ret.loopexit.unr-lcssa.i, %B612
  %best.2.0.lcssa.i = phi float [ %.92.i, %B612 ], [ %.13.i.1.i, %common.ret.loopexit.unr-lcssa.i ], [ %.13.i.epil.i, %B92.backedge.epil.preheader.i ]
  %48 = icmp slt i32 %.943894, 0
  %.1571 = select i1 %48, i64 %arg.cheapest.5.0, i64 0
  %49 = getelementptr float, ptr %arg.cheapest.4, i64 %.1571
  %.1585 = getelementptr float, ptr %49, i64 %.1057
  %.1586 = load float, ptr %.1585, align 4
  %.1587 = fadd float %best.2.0.lcssa.i, %.1586
  %.1589 = fpext float %.1587 to double
  %.1590 = fcmp olt double %bound.2.2890, %.1589
  br i1 %.1590, label %B670, label %B672

B756.endif:                                       ; preds = %B672
  %50 = getelementptr float, ptr %.1205, i64 %arg.chunks.5.0
  %51 = getelementptr i8, ptr %50, i64 -4
  %.1709 = getelementptr float, ptr %51, i64 %.1695
  %.1710 = load float, ptr %.1709, align 4
  %.1741 = getelementptr float, ptr %arg.own.4, i64 %.1651
  %.1742 = load float, ptr %.1741, align 4
  %.1743 = fadd float %.1710, %.1742
  %.1745 = fpext float %.1743 to double
  %.1746 = fadd double %arg.slack, %.1745
  %.12.i = fcmp olt double %.1746, %bound.2.2890
  %.13.i = select i1 %.12.i, double %.1746, double %bound.2.2890
  %.1782 = mul nuw nsw i64 %.1651, 3
  %.1786 = add nuw nsw i64 %.1782, %.766904909
  tail call void @NRT_decref(ptr %arg.rows.0)
  %.1838 = icmp slt i64 %count.2.2891, 0
  %.1839 = select i1 %.1838, i64 %arg.found.5.0, i64 0
  %52 = getelementptr i32, ptr %arg.found.4, i64 %count.2.2891
  %.1853 = getelementptr i32, ptr %52, i64 %.1839
  %.1854 = trunc i64 %.1786 to i32
  store i32 %.1854, ptr %.1853, align 4
  %.1871 = select i1 %.1838, i64 %arg.costs.5.0, i64 0
  %53 = getelementptr float, ptr %arg.costs.4, i64 %count.2.2891
  %.1885 = getelementptr float, ptr %53, i64 %.1871
  store float %.1710, ptr %.1885, align 4
  %.1888 = fcmp oge double %.13.i, %.1745
  %.1891 = zext i1 %.1888 to i64
  %.1892 = add nsw i64 %count.2.2891, %.1891
  br label %B914
}

; Function Attrs: noinline
define internal void @NRT_decref(ptr %.1) local_unnamed_addr #0 {
.3:
  %.4 = icmp eq ptr %.1, null
  br i1 %.4, label %common.ret, label %.3.endif, !prof !10

common.ret:                                       ; preds = %.3.endif, %.3
  ret void

.3.endif:                                         ; preds = %.3
  fence release
  %0 = tail call i8 @llvm.x86.atomic.sub.cc.i64(ptr nonnull %.1, i64 1, i32 4)
  %1 = trunc i8 %0 to i1
  br i1 %1, label %.3.endif.if, label %common.ret, !prof !10

.3.endif.if:                                      ; preds = %.3.endif
  fence acquire
  tail call void @NRT_MemInfo_call_dtor(ptr nonnull %.1)
  ret void
}

; Function Attrs: nounwind
declare i8 @llvm.x86.atomic.sub.cc.i64(ptr, i64, i32 immarg) #1

define internal void @NRT_MemInfo_call_dtor(ptr %0) local_unnamed_addr {
  ret void
}

define internal noundef range(i32 -1, -2) i32 @_ZN7extract7restore6search4_rowB3v23B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIfLi1E1C7mutable7alignedEx5ArrayIiLi2E1C7mutable7alignedE5ArrayIfLi2E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE(ptr noalias writeonly captures(none) %retptr, ptr noalias readnone captures(none) %excinfo, ptr %arg.prev.0, ptr readnone captures(none) %arg.prev.1, i64 %arg.prev.2, i64 %arg.prev.3, ptr readonly captures(none) %arg.prev.4, i64 %arg.prev.5.0, i64 %arg.prev.6.0, i64 %arg.letter, ptr %arg.chunks.0, ptr readnone captures(none) %arg.chunks.1, i64 %arg.chunks.2, i64 %arg.chunks.3, ptr readonly captures(none) %arg.chunks.4, i64 %arg.chunks.5.0, i64 %arg.chunks.5.1, i64 %arg.chunks.6.0, i64 %arg.chunks.6.1, ptr %arg.dense.0, ptr readnone captures(none) %arg.dense.1, i64 %arg.dense.2, i64 %arg.dense.3, ptr readonly captures(none) %arg.dense.4, i64 %arg.dense.5.0, i64 %arg.dense.5.1, i64 %arg.dense.6.0, i64 %arg.dense.6.1, ptr %arg.insert.0, ptr readnone captures(none) %arg.insert.1, i64 %arg.insert.2, i64 %arg.insert.3, ptr readonly captures(none) %arg.insert.4, i64 %arg.insert.5.0, i64 %arg.insert.6.0, ptr %arg.row.0, ptr readnone captures(none) %arg.row.1, i64 %arg.row.2, i64 %arg.row.3, ptr writeonly captures(none) %arg.row.4, i64 %arg.row.5.0, i64 %arg.row.6.0) local_unnamed_addr {
B0.endif:
  %.181321.not = icmp slt i64 %arg.row.5.0, 1
  br i1 %.181321.not, label %common.ret, label %B388.peel

B388.peel:                                        ; preds = %B0.endif
  %.283 = icmp slt i64 %arg.letter, 0
  %.284 = select i1 %.283, i64 %arg.dense.5.1, i64 0
  %0 = getelementptr float, ptr %arg.dense.4, i64 %.284
  %.306 = getelementptr float, ptr %0, i64 %arg.letter
  %.252.peel = load float, ptr %arg.prev.4, align 4
  %.307.peel = load float, ptr %.306, align 4
  %.308.peel = fadd float %.252.peel, %.307.peel
  store float %.308.peel, ptr %arg.row.4, align 4
  %exitcond.peel.not = icmp eq i64 %arg.row.5.0, 1
  br i1 %exitcond.peel.not, label %common.ret, label %B156.peel339

B156.peel339:                                     ; preds = %B388.peel
  %1 = getelementptr i8, ptr %arg.prev.4, i64 4
  %.252.peel334 = load float, ptr %1, align 4
  %.307.peel335 = load float, ptr %.306, align 4
  %.308.peel336 = fadd float %.252.peel334, %.307.peel335
  %.497.peel342 = getelementptr i8, ptr %arg.chunks.4, i64 4
  %.498.peel343 = load i32, ptr %.497.peel342, align 4
  %.603.peel350 = zext nneg i32 %.498.peel343 to i64
  %.502.peel344 = icmp sgt i32 %.498.peel343, 0
  br i1 %.502.peel344, label %B190.peel345, label %B388.peel426

B190.peel345:                                     ; preds = %B156.peel339
  %.536.peel346 = load float, ptr %arg.prev.4, align 4
  %.647.peel354 = mul i64 %arg.dense.5.1, %.603.peel350
  %gep.peel355 = getelementptr float, ptr %.306, i64 %.647.peel354
  %.652.peel356 = load float, ptr %gep.peel355, align 4
  %.653.peel357 = fadd float %.536.peel346, %.652.peel356
  %.12.i = fcmp olt float %.653.peel357, %.308.peel336
  %.13.i = select i1 %.12.i, float %.653.peel357, float %.308.peel336
  br label %B388.peel426

B388.peel426:                                     ; preds = %B190.peel345, %B156.peel339
  %best.4.2.peel361 = phi float [ %.13.i, %B190.peel345 ], [ %.308.peel336, %B156.peel339 ]
  %2 = trunc i64 %.603.peel350 to i32
  %3 = trunc i64 %.603.peel350 to i32
  %.796.peel418 = sext i32 %3 to i64
  %.809.peel419 = icmp slt i32 %2, 0
  %.810.peel420 = select i1 %.809.peel419, i64 %arg.insert.5.0, i64 0
  %4 = getelementptr float, ptr %arg.insert.4, i64 %.810.peel420
  %.824.peel421 = getelementptr float, ptr %4, i64 %.796.peel418
  %.825.peel422 = load float, ptr %.824.peel421, align 4
  %.826.peel423 = fadd float %.308.peel, %.825.peel422
  %.12.i3 = fcmp olt float %.826.peel423, %best.4.2.peel361
  %.13.i4 = select i1 %.12.i3, float %.826.peel423, float %best.4.2.peel361
  %5 = getelementptr i8, ptr %arg.row.4, i64 4
  store float %.13.i4, ptr %5, align 4
  %exitcond.peel428.not = icmp eq i64 %arg.row.5.0, 2
  br i1 %exitcond.peel428.not, label %common.ret, label %B156.preheader

B156.preheader:                                   ; preds = %B388.peel426
  %6 = getelementptr i8, ptr %arg.prev.4, i64 8
  %.252.peel13 = load float, ptr %6, align 4
  %.307.peel14 = load float, ptr %.306, align 4
  %.308.peel15 = fadd float %.252.peel13, %.307.peel14
  %7 = getelementptr i32, ptr %arg.chunks.4, i64 %arg.chunks.5.1
  %.497.peel = getelementptr i8, ptr %7, i64 4
  %.498.peel = load i32, ptr %.497.peel, align 4
  %.796.peel = sext i32 %.498.peel to i64
  %.502.peel = icmp sgt i32 %.498.peel, 0
  br i1 %.502.peel, label %B190.peel, label %B156.1.peel

B190.peel:                                        ; preds = %B156.preheader
  %8 = trunc i64 %.796.peel to i32
  %.603.peel = zext nneg i32 %8 to i64
  %sunkaddr = getelementptr i8, ptr %arg.prev.4, i64 4
  %.536.peel = load float, ptr %sunkaddr, align 4
  %.647.peel = mul i64 %arg.dense.5.1, %.603.peel
  %gep.peel = getelementptr float, ptr %.306, i64 %.647.peel
  %.652.peel = load float, ptr %gep.peel, align 4
  %.653.peel = fadd float %.536.peel, %.652.peel
  %.12.i5.peel = fcmp olt float %.653.peel, %.308.peel15
  %.13.i6.peel = select i1 %.12.i5.peel, float %.653.peel, float %.308.peel15
  br label %B156.1.peel

B156.1.peel:                                      ; preds = %B190.peel, %B156.preheader
  %best.4.2.peel = phi float [ %.13.i6.peel, %B190.peel ], [ %.308.peel15, %B156.preheader ]
  %.497.1.peel = getelementptr i8, ptr %arg.chunks.4, i64 8
  %.498.1.peel = load i32, ptr %.497.1.peel, align 4
  %.603.1.peel = zext nneg i32 %.498.1.peel to i64
  %.502.1.peel = icmp sgt i32 %.498.1.peel, 0
  br i1 %.502.1.peel, label %B190.1.peel, label %B388.peel16

B190.1.peel:                                      ; preds = %B156.1.peel
  %.536.1.peel = load float, ptr %arg.prev.4, align 4
  %.647.1.peel = mul i64 %arg.dense.5.1, %.603.1.peel
  %gep.1.peel = getelementptr float, ptr %.306, i64 %.647.1.peel
  %.652.1.peel = load float, ptr %gep.1.peel, align 4
  %.653.1.peel = fadd float %.536.1.peel, %.652.1.peel
  %.12.i7.peel = fcmp olt float %.653.1.peel, %best.4.2.peel
  %.13.i8.peel = select i1 %.12.i7.peel, float %.653.1.peel, float %best.4.2.peel
  br label %B388.peel16

B388.peel16:                                      ; preds = %B190.1.peel, %B156.1.peel
  %best.4.2.1.peel = phi float [ %.13.i8.peel, %B190.1.peel ], [ %best.4.2.peel, %B156.1.peel ]
  %9 = trunc i64 %.796.peel to i32
  %.809.peel = icmp slt i32 %9, 0
  %.810.peel = select i1 %.809.peel, i64 %arg.insert.5.0, i64 0
  %10 = getelementptr float, ptr %arg.insert.4, i64 %.810.peel
  %.824.peel = getelementptr float, ptr %10, i64 %.796.peel
  %.825.peel = load float, ptr %.824.peel, align 4
  %.826.peel = fadd float %.13.i4, %.825.peel
  %.12.i11.peel = fcmp olt float %.826.peel, %best.4.2.1.peel
  %.13.i12.peel = select i1 %.12.i11.peel, float %.826.peel, float %best.4.2.1.peel
  %11 = getelementptr i8, ptr %arg.row.4, i64 8
  store float %.13.i12.peel, ptr %11, align 4
  %exitcond.not.peel = icmp eq i64 %arg.row.5.0, 3
  br i1 %exitcond.not.peel, label %common.ret, label %B156.preheader21

B156.preheader21:                                 ; preds = %B388.peel16
  %12 = shl i64 %arg.chunks.5.1, 2
  br label %B156

B156:                                             ; preds = %B388, %B156.preheader21
  %lsr.iv = phi ptr [ %arg.chunks.4, %B156.preheader21 ], [ %sunkaddr36, %B388 ]
  %.738 = phi float [ %.13.i12.peel, %B156.preheader21 ], [ %.13.i12, %B388 ]
  %.187316322 = phi i64 [ 3, %B156.preheader21 ], [ %.194, %B388 ]
  %.194 = add nuw nsw i64 %.187316322, 1
  %13 = shl i64 %.187316322, 2
  %scevgep29 = getelementptr i8, ptr %arg.prev.4, i64 %13
  %.252 = load float, ptr %scevgep29, align 4
  %.307 = load float, ptr %.306, align 4
  %.308 = fadd float %.252, %.307
  %sunkaddr9 = mul i64 %arg.chunks.5.1, 8
  %sunkaddr10 = getelementptr i8, ptr %lsr.iv, i64 %sunkaddr9
  %sunkaddr11 = getelementptr i8, ptr %sunkaddr10, i64 4
  %.498 = load i32, ptr %sunkaddr11, align 4
  %.603 = zext nneg i32 %.498 to i64
  %.502 = icmp sgt i32 %.498, 0
  br i1 %.502, label %B190, label %B156.1

B190:                                             ; preds = %B156
  %14 = shl i64 %.187316322, 2
  %scevgep7 = getelementptr i8, ptr %arg.prev.4, i64 %14
  %scevgep8 = getelementptr i8, ptr %scevgep7, i64 -4
  %.536 = load float, ptr %scevgep8, align 4
  %.647 = mul i64 %arg.dense.5.1, %.603
  %gep = getelementptr float, ptr %.306, i64 %.647
  %.652 = load float, ptr %gep, align 4
  %.653 = fadd float %.536, %.652
  %.12.i5 = fcmp olt float %.653, %.308
  %.13.i6 = select i1 %.12.i5, float %.653, float %.308
  br label %B156.1

B156.1:                                           ; preds = %B190, %B156
  %best.4.2 = phi float [ %.13.i6, %B190 ], [ %.308, %B156 ]
  %sunkaddr36 = getelementptr i8, ptr %lsr.iv, i64 %12
  %sunkaddr12 = getelementptr i8, ptr %lsr.iv, i64 %12
  %sunkaddr13 = getelementptr i8, ptr %sunkaddr12, i64 8
  %.498.1 = load i32, ptr %sunkaddr13, align 4
  %.603.1 = zext nneg i32 %.498.1 to i64
  %.502.1 = icmp sgt i32 %.498.1, 0
  br i1 %.502.1, label %B190.1, label %B156.2

B190.1:                                           ; preds = %B156.1
  %15 = shl i64 %.187316322, 2
  %scevgep5 = getelementptr i8, ptr %arg.prev.4, i64 %15
  %scevgep6 = getelementptr i8, ptr %scevgep5, i64 -8
  %.536.1 = load float, ptr %scevgep6, align 4
  %.647.1 = mul i64 %arg.dense.5.1, %.603.1
  %gep.1 = getelementptr float, ptr %.306, i64 %.647.1
  %.652.1 = load float, ptr %gep.1, align 4
  %.653.1 = fadd float %.536.1, %.652.1
  %.12.i7 = fcmp olt float %.653.1, %best.4.2
  %.13.i8 = select i1 %.12.i7, float %.653.1, float %best.4.2
  br label %B156.2

B156.2:                                           ; preds = %B190.1, %B156.1
  %best.4.2.1 = phi float [ %.13.i8, %B190.1 ], [ %best.4.2, %B156.1 ]
  %scevgep22 = getelementptr i8, ptr %lsr.iv, i64 12
  %.498.2 = load i32, ptr %scevgep22, align 4
  %.603.2 = zext nneg i32 %.498.2 to i64
  %.502.2 = icmp sgt i32 %.498.2, 0
  br i1 %.502.2, label %B190.2, label %B388

B190.2:                                           ; preds = %B156.2
  %16 = shl i64 %.187316322, 2
  %scevgep3 = getelementptr i8, ptr %arg.prev.4, i64 %16
  %scevgep4 = getelementptr i8, ptr %scevgep3, i64 -12
  %.536.2 = load float, ptr %scevgep4, align 4
  %.647.2 = mul i64 %arg.dense.5.1, %.603.2
  %gep.2 = getelementptr float, ptr %.306, i64 %.647.2
  %.652.2 = load float, ptr %gep.2, align 4
  %.653.2 = fadd float %.536.2, %.652.2
  %.12.i9 = fcmp olt float %.653.2, %best.4.2.1
  %.13.i10 = select i1 %.12.i9, float %.653.2, float %best.4.2.1
  br label %B388

B388:                                             ; preds = %B190.2, %B156.2
  %best.4.2.2 = phi float [ %.13.i10, %B190.2 ], [ %best.4.2.1, %B156.2 ]
  %17 = trunc i64 %.603 to i32
  %18 = trunc i64 %.603 to i32
  %.796 = sext i32 %18 to i64
  %.809 = icmp slt i32 %17, 0
  %.810 = select i1 %.809, i64 %arg.insert.5.0, i64 0
  %19 = getelementptr float, ptr %arg.insert.4, i64 %.810
  %.824 = getelementptr float, ptr %19, i64 %.796
  %.825 = load float, ptr %.824, align 4
  %.826 = fadd float %.738, %.825
  %.12.i11 = fcmp olt float %.826, %best.4.2.2
  %.13.i12 = select i1 %.12.i11, float %.826, float %best.4.2.2
  %20 = shl i64 %.187316322, 2
  %scevgep2 = getelementptr i8, ptr %arg.row.4, i64 %20
  store float %.13.i12, ptr %scevgep2, align 4
  %exitcond.not = icmp eq i64 %arg.row.5.0, %.194
  br i1 %exitcond.not, label %common.ret, label %B156, !llvm.loop !11

common.ret:                                       ; preds = %B388, %B388.peel16, %B388.peel426, %B388.peel, %B0.endif
  store ptr null, ptr %retptr, align 8
  ret i32 0
}

; Function Attrs: mustprogress nofree noinline norecurse nounwind willreturn memory(argmem: readwrite)
define internal void @NRT_incref(ptr captures(address_is_null) %.1) local_unnamed_addr #2 {
.3:
  %.4 = icmp eq ptr %.1, null
  br i1 %.4, label %common.ret, label %.3.endif, !prof !10

common.ret:                                       ; preds = %.3.endif, %.3
  ret void

.3.endif:                                         ; preds = %.3
  %.4.i = atomicrmw add ptr %.1, i64 1 monotonic, align 8
  br label %common.ret
}

define range(i32 -1, -2) i32 @decode(ptr noalias writeonly captures(none) %retptr, ptr noalias writeonly captures(none) %excinfo, ptr %arg.starts.0, ptr readnone captures(none) %arg.starts.1, i64 %arg.starts.2, i64 %arg.starts.3, ptr readonly captures(none) %arg.starts.4, i64 %arg.starts.5.0, i64 %arg.starts.6.0, ptr %arg.words.0, ptr readnone captures(none) %arg.words.1, i64 %arg.words.2, i64 %arg.words.3, ptr readonly captures(none) %arg.words.4, i64 %arg.words.5.0, i64 %arg.words.6.0, ptr %arg.costs.0, ptr readnone captures(none) %arg.costs.1, i64 %arg.costs.2, i64 %arg.costs.3, ptr readonly captures(none) %arg.costs.4, i64 %arg.costs.5.0, i64 %arg.costs.6.0, i32 %arg.beam, double %arg.threshold, ptr %arg.chosen.0, ptr readnone captures(none) %arg.chosen.1, i64 %arg.chosen.2, i64 %arg.chosen.3, ptr writeonly captures(none) %arg.chosen.4, i64 %arg.chosen.5.0, i64 %arg.chosen.6.0, ptr %arg.trail.0, ptr readnone captures(none) %arg.trail.1, i64 %arg.trail.2, i64 %arg.trail.3, ptr captures(none) %arg.trail.4, i64 %arg.trail.5.0, i64 %arg.trail.5.1, i64 %arg.trail.5.2, i64 %arg.trail.6.0, i64 %arg.trail.6.1, i64 %arg.trail.6.2, ptr %arg.states.0, ptr readnone captures(none) %arg.states.1, i64 %arg.states.2, i64 %arg.states.3, ptr captures(none) initializes((0, 4)) %arg.states.4, i64 %arg.states.5.0, i64 %arg.states.5.1, i64 %arg.states.6.0, i64 %arg.states.6.1, ptr %arg.scores.0, ptr readnone captures(none) %arg.scores.1, i64 %arg.scores.2, i64 %arg.scores.3, ptr captures(none) initializes((0, 4)) %arg.scores.4, i64 %arg.scores.5.0, i64 %arg.scores.5.1, i64 %arg.scores.6.0, i64 %arg.scores.6.1, ptr %arg.p1.0, ptr readnone captures(none) %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr readonly captures(none) %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr readnone captures(none) %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr readonly captures(none) %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.starts2.0, ptr readnone captures(none) %arg.starts2.1, i64 %arg.starts2.2, i64 %arg.starts2.3, ptr readonly captures(none) %arg.starts2.4, i64 %arg.starts2.5.0, i64 %arg.starts2.6.0, ptr %arg.words2.0, ptr readnone captures(none) %arg.words2.1, i64 %arg.words2.2, i64 %arg.words2.3, ptr readonly captures(none) %arg.words2.4, i64 %arg.words2.5.0, i64 %arg.words2.6.0, ptr %arg.p2.0, ptr readnone captures(none) %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr readonly captures(none) %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr readnone captures(none) %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr readonly captures(none) %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr readnone captures(none) %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr readonly captures(none) %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr readnone captures(none) %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr readonly captures(none) %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr readnone captures(none) %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr readonly captures(none) %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0) local_unnamed_addr {
B0.else.endif:
  %.1916 = alloca i64, align 8
  store i64 0, ptr %.1916, align 8
  %excinfo.2 = alloca ptr, align 8
  store ptr null, ptr %excinfo.2, align 8
  %.1989 = alloca double, align 8
  store double 0.000000e+00, ptr %.1989, align 8
  %excinfo.3 = alloca ptr, align 8
  tail call void @NRT_incref.1(ptr %arg.starts.0)
  tail call void @NRT_incref.1(ptr %arg.words.0)
  tail call void @NRT_incref.1(ptr %arg.costs.0)
  tail call void @NRT_incref.1(ptr %arg.chosen.0)
  tail call void @NRT_incref.1(ptr %arg.trail.0)
  tail call void @NRT_incref.1(ptr %arg.states.0)
  tail call void @NRT_incref.1(ptr %arg.scores.0)
  tail call void @NRT_incref.1(ptr %arg.p1.0)
  tail call void @NRT_incref.1(ptr %arg.b1.0)
  tail call void @NRT_incref.1(ptr %arg.starts2.0)
  tail call void @NRT_incref.1(ptr %arg.words2.0)
  tail call void @NRT_incref.1(ptr %arg.p2.0)
  tail call void @NRT_incref.1(ptr %arg.b2.0)
  tail call void @NRT_incref.1(ptr %arg.starts3.0)
  tail call void @NRT_incref.1(ptr %arg.words3.0)
  tail call void @NRT_incref.1(ptr %arg.p3.0)
  %.265 = sext i32 %arg.beam to i64
  %.266 = shl nsw i64 %.265, 1
  %.316 = mul i64 %arg.trail.5.2, %arg.trail.5.1
  tail call void @NRT_incref.1(ptr %arg.trail.0)
  %.408 = getelementptr i32, ptr %arg.trail.4, i64 %.316
  tail call void @NRT_incref.1(ptr %arg.states.0)
  %.587 = getelementptr i32, ptr %arg.states.4, i64 %arg.states.5.1
  tail call void @NRT_incref.1(ptr %arg.states.0)
  %.681 = icmp slt i64 %arg.states.5.1, 1
  br i1 %.681, label %B0.endif.endif, label %B0.else.endif.endif.endif, !prof !10

B310.loopexit:                                    ; preds = %B588.endif.endif, %B862
  %alive.4.1.lcssa = phi i64 [ 0, %B588.endif.endif ], [ %alive.5.2, %B862 ]
  %exitcond1196.not = icmp eq i64 %.152611361160, %22
  br i1 %exitcond1196.not, label %B868, label %B312.endif.endif

B486:                                             ; preds = %B486.preheader, %B484.backedge
  %lsr.iv = phi i64 [ %26, %B486.preheader ], [ %lsr.iv.next, %B484.backedge ]
  %count.2.11121 = phi i64 [ %.1964, %B484.backedge ], [ 0, %B486.preheader ]
  %.180311171119 = phi i64 [ %.1810, %B484.backedge ], [ %.1689, %B486.preheader ]
  %.1849 = icmp slt i64 %.180311171119, 0
  %.1850 = select i1 %.1849, i64 %arg.words.5.0, i64 0
  %0 = shl i64 %.1850, 2
  %scevgep31 = getelementptr i8, ptr %arg.words.4, i64 %0
  %1 = shl nsw i64 %.180311171119, 2
  %scevgep32 = getelementptr i8, ptr %scevgep31, i64 %1
  %.1865 = load i32, ptr %scevgep32, align 4
  %.1880 = select i1 %.1849, i64 %arg.costs.5.0, i64 0
  %2 = shl i64 %.1880, 2
  %scevgep29 = getelementptr i8, ptr %arg.costs.4, i64 %2
  %3 = shl nsw i64 %.180311171119, 2
  %scevgep30 = getelementptr i8, ptr %scevgep29, i64 %3
  %.1895 = load float, ptr %scevgep30, align 4
  store i64 0, ptr %.1916, align 8
  %.1954 = call i32 @_ZN7extract7restore4beam7_extendB3v14B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dExifxd5ArrayIfLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedEx5ArrayIfLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE(ptr nonnull %.1916, ptr nonnull %excinfo.2, i64 %.180311171119, i32 %.1865, float %.1895, i64 %alive.3.01162, double %arg.threshold, ptr %arg.scores.0, ptr %arg.scores.1, i64 %arg.scores.5.1, i64 %arg.scores.3, ptr nonnull %.1267, i64 %arg.scores.5.1, i64 %arg.scores.6.1, ptr %arg.scores.0, ptr %arg.scores.1, i64 %arg.scores.5.1, i64 %arg.scores.3, ptr nonnull %arg.scores.4, i64 %arg.scores.5.1, i64 %arg.scores.6.1, ptr %arg.states.0, ptr %arg.states.1, i64 %arg.states.5.1, i64 %arg.states.3, ptr nonnull %arg.states.4, i64 %arg.states.5.1, i64 %arg.states.6.1, ptr %arg.states.0, ptr %arg.states.1, i64 %arg.states.5.1, i64 %arg.states.3, ptr nonnull %.587, i64 %arg.states.5.1, i64 %arg.states.6.1, i64 %count.2.11121, ptr %arg.scores.0, ptr %arg.scores.1, i64 %arg.scores.5.1, i64 %arg.scores.3, ptr %.1197, i64 %arg.scores.5.1, i64 %arg.scores.6.1, ptr %arg.states.0, ptr %arg.states.1, i64 %arg.states.5.1, i64 %arg.states.3, ptr %.882, i64 %arg.states.5.1, i64 %arg.states.6.1, ptr %arg.states.0, ptr %arg.states.1, i64 %arg.states.5.1, i64 %arg.states.3, ptr %.952, i64 %arg.states.5.1, i64 %arg.states.6.1, ptr %arg.states.0, ptr %arg.states.1, i64 %arg.states.5.1, i64 %arg.states.3, ptr %.1022, i64 %arg.states.5.1, i64 %arg.states.6.1, ptr %arg.p1.0, ptr %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.starts2.0, ptr %arg.starts2.1, i64 %arg.starts2.2, i64 %arg.starts2.3, ptr %arg.starts2.4, i64 %arg.starts2.5.0, i64 %arg.starts2.6.0, ptr %arg.words2.0, ptr %arg.words2.1, i64 %arg.words2.2, i64 %arg.words2.3, ptr %arg.words2.4, i64 %arg.words2.5.0, i64 %arg.words2.6.0, ptr %arg.p2.0, ptr %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0)
  %cond7 = icmp eq i32 %.1954, 0
  br i1 %cond7, label %B484.backedge, label %B486.if.if, !prof !3

B484.backedge:                                    ; preds = %B486
  %.1810 = add nsw i64 %.180311171119, 1
  %.1964 = load i64, ptr %.1916, align 8
  %lsr.iv.next = add i64 %lsr.iv, -1
  %.1797 = icmp sgt i64 %lsr.iv.next, 1
  br i1 %.1797, label %B486, label %B588

B588:                                             ; preds = %B312.endif.endif, %B484.backedge
  %count.2.1.lcssa = phi i64 [ 0, %B312.endif.endif ], [ %.1964, %B484.backedge ]
  store double 0.000000e+00, ptr %.1989, align 8
  %.1997 = call i32 @_ZN7extract7restore4beam6_limitB3v15B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIfLi1E1C7mutable7alignedExid5ArrayIiLi1E1C7mutable7alignedE(ptr nonnull %.1989, ptr nonnull %excinfo.3, ptr %arg.scores.0, ptr %arg.scores.1, i64 %arg.scores.5.1, i64 %arg.scores.3, ptr %.1197, i64 %arg.scores.5.1, i64 %arg.scores.6.1, i64 %count.2.1.lcssa, i32 %arg.beam, double %arg.threshold, ptr %arg.states.0, ptr %arg.states.1, i64 %.758, i64 %arg.states.3, ptr %.782, i64 %.758, i64 %arg.states.6.1)
  %.2007 = load double, ptr %.1989, align 8
  %cond = icmp eq i32 %.1997, 0
  br i1 %cond, label %B588.endif.endif, label %B588.if.if, !prof !3

B662:                                             ; preds = %B662.lr.ph, %B862
  %alive.4.11129 = phi i64 [ 0, %B662.lr.ph ], [ %alive.5.2, %B862 ]
  %.211111251127 = phi i64 [ 0, %B662.lr.ph ], [ %.2118, %B862 ]
  %.2118 = add nuw nsw i64 %.211111251127, 1
  %4 = shl i64 %.211111251127, 2
  %scevgep36 = getelementptr i8, ptr %.1197, i64 %4
  %.2180 = load float, ptr %scevgep36, align 4
  %.2182 = fpext float %.2180 to double
  %.2183 = fcmp oge double %.2007, %.2182
  %.2190 = icmp slt i64 %alive.4.11129, %.266
  %or.cond = select i1 %.2183, i1 %.2190, i1 false
  br i1 %or.cond, label %B700, label %B862

B700:                                             ; preds = %B662
  %5 = shl i64 %.211111251127, 2
  %scevgep35 = getelementptr i8, ptr %.952, i64 %5
  %.2222 = load i32, ptr %scevgep35, align 4
  %6 = shl i64 %.211111251127, 2
  %scevgep34 = getelementptr i8, ptr %.1022, i64 %6
  %.2253 = load i32, ptr %scevgep34, align 4
  %.2283 = icmp slt i64 %alive.4.11129, 0
  %.2284 = select i1 %.2283, i64 %arg.trail.5.2, i64 0
  %.2285 = add i64 %alive.4.11129, %.2302
  %.2305 = add i64 %.2285, %.2284
  %.2306 = getelementptr i32, ptr %arg.trail.4, i64 %.2305
  store i32 %.2222, ptr %.2306, align 4
  %.2362 = getelementptr i32, ptr %.408, i64 %.2305
  store i32 %.2253, ptr %.2362, align 4
  %sunkaddr = mul i64 %.211111251127, 4
  %sunkaddr37 = getelementptr i8, ptr %.1197, i64 %sunkaddr
  %.2396 = load float, ptr %sunkaddr37, align 4
  %sunkaddr38 = mul i64 %arg.scores.5.1, 8
  %sunkaddr39 = getelementptr i8, ptr %arg.scores.4, i64 %sunkaddr38
  %.2426 = load float, ptr %sunkaddr39, align 4
  %.2427 = fsub float %.2396, %.2426
  %7 = shl i64 %.211111251127, 2
  %scevgep33 = getelementptr i8, ptr %.882, i64 %7
  %.2458 = load i32, ptr %scevgep33, align 4
  %.2474 = select i1 %.2283, i64 %arg.scores.5.1, i64 0
  %8 = getelementptr float, ptr %arg.scores.4, i64 %alive.4.11129
  %.2488 = getelementptr float, ptr %8, i64 %.2474
  store float %.2427, ptr %.2488, align 4
  %.2505 = select i1 %.2283, i64 %arg.states.5.1, i64 0
  %.2506 = add i64 %.2505, %alive.4.11129
  %.2519 = getelementptr i32, ptr %.587, i64 %.2506
  store i32 %.2458, ptr %.2519, align 4
  %.2551 = load i32, ptr %scevgep34, align 4
  %.2555 = sext i32 %.2551 to i64
  %.2568 = icmp slt i32 %.2551, 0
  %.2569 = select i1 %.2568, i64 %arg.words.5.0, i64 0
  %9 = getelementptr i32, ptr %arg.words.4, i64 %.2569
  %.2583 = getelementptr i32, ptr %9, i64 %.2555
  %.2584 = load i32, ptr %.2583, align 4
  %.2614 = getelementptr i32, ptr %arg.states.4, i64 %.2506
  store i32 %.2584, ptr %.2614, align 4
  %.2617 = add nsw i64 %alive.4.11129, 1
  br label %B862

B862:                                             ; preds = %B700, %B662
  %alive.5.2 = phi i64 [ %.2617, %B700 ], [ %alive.4.11129, %B662 ]
  %exitcond.not = icmp eq i64 %count.2.1.lcssa, %.2118
  br i1 %exitcond.not, label %B310.loopexit, label %B662

B868:                                             ; preds = %B0.endif.endif, %B310.loopexit
  %alive.3.0.lcssa = phi i64 [ 1, %B0.endif.endif ], [ %alive.4.1.lcssa, %B310.loopexit ]
  tail call void @NRT_decref.2(ptr %arg.words3.0)
  tail call void @NRT_decref.2(ptr %arg.words2.0)
  tail call void @NRT_decref.2(ptr %arg.words.0)
  tail call void @NRT_decref.2(ptr %arg.states.0)
  tail call void @NRT_decref.2(ptr %arg.starts3.0)
  tail call void @NRT_decref.2(ptr %arg.starts2.0)
  tail call void @NRT_decref.2(ptr %arg.starts.0)
  tail call void @NRT_decref.2(ptr %arg.p3.0)
  tail call void @NRT_decref.2(ptr %arg.p2.0)
  tail call void @NRT_decref.2(ptr %arg.p1.0)
  tail call void @NRT_decref.2(ptr %arg.states.0)
  tail call void @NRT_decref.2(ptr %arg.states.0)
  tail call void @NRT_decref.2(ptr %arg.scores.0)
  tail call void @NRT_decref.2(ptr %arg.states.0)
  tail call void @NRT_decref.2(ptr %arg.states.0)
  tail call void @NRT_decref.2(ptr %arg.costs.0)
  tail call void @NRT_decref.2(ptr %arg.states.0)
  tail call void @NRT_decref.2(ptr %arg.scores.0)
  tail call void @NRT_decref.2(ptr %arg.b2.0)
  tail call void @NRT_decref.2(ptr %arg.b1.0)
  %.58.i = add i64 %alive.3.0.lcssa, -1
  %.10386.not.i = icmp slt i64 %.58.i, 1
  br i1 %.10386.not.i, label %B868.endif, label %B42.preheader.i

B42.preheader.i:                                  ; preds = %B868
  %10 = icmp eq i64 %alive.3.0.lcssa, 2
  br i1 %10, label %B42.epil.preheader.thread.i, label %B42.preheader.new.i

B42.epil.preheader.thread.i:                      ; preds = %B42.preheader.i
  %11 = getelementptr i8, ptr %arg.scores.4, i64 4
  br label %18

B42.preheader.new.i:                              ; preds = %B42.preheader.i
  %unroll_iter.i = and i64 %.58.i, 9223372036854775806
  br label %B42.i

B42.i:                                            ; preds = %B42.i, %B42.preheader.new.i
  %best.2.089.i = phi i64 [ 0, %B42.preheader.new.i ], [ %best.3.1.1.fr.i, %B42.i ]
  %.1098587.i = phi i64 [ 1, %B42.preheader.new.i ], [ %15, %B42.i ]
  %sunkaddr40 = mul i64 %.1098587.i, 4
  %sunkaddr41 = getelementptr i8, ptr %arg.scores.4, i64 %sunkaddr40
  %.178.i = load float, ptr %sunkaddr41, align 4, !noalias !13
  %.193.i = icmp slt i64 %best.2.089.i, 0
  %.194.i = select i1 %.193.i, i64 %arg.scores.5.1, i64 0
  %12 = getelementptr float, ptr %arg.scores.4, i64 %best.2.089.i
  %.208.i = getelementptr float, ptr %12, i64 %.194.i
  %.209.i = load float, ptr %.208.i, align 4, !noalias !13
  %.212.i = fcmp olt float %.178.i, %.209.i
  %best.3.1.i = select i1 %.212.i, i64 %.1098587.i, i64 %best.2.089.i
  %sunkaddr42 = mul i64 %.1098587.i, 4
  %sunkaddr43 = getelementptr i8, ptr %arg.scores.4, i64 %sunkaddr42
  %sunkaddr44 = getelementptr i8, ptr %sunkaddr43, i64 4
  %.178.1.i = load float, ptr %sunkaddr44, align 4, !noalias !13
  %.193.1.i = icmp slt i64 %best.3.1.i, 0
  %.194.1.i = select i1 %.193.1.i, i64 %arg.scores.5.1, i64 0
  %13 = getelementptr float, ptr %arg.scores.4, i64 %best.3.1.i
  %.208.1.i = getelementptr float, ptr %13, i64 %.194.1.i
  %.209.1.i = load float, ptr %.208.1.i, align 4, !noalias !13
  %.212.1.i = fcmp olt float %.178.1.i, %.209.1.i
  %14 = add i64 %.1098587.i, 1
  %best.3.1.1.i = select i1 %.212.1.i, i64 %14, i64 %best.3.1.i
  %best.3.1.1.fr.i = freeze i64 %best.3.1.1.i
  %niter.ncmp.1.i = icmp eq i64 %14, %unroll_iter.i
  %15 = add i64 %14, 1
  br i1 %niter.ncmp.1.i, label %B86.loopexit.unr-lcssa.i, label %B42.i

B86.loopexit.unr-lcssa.i:                         ; preds = %B42.i
  %16 = and i64 %.58.i, 1
  %lcmp.mod.not.i = icmp eq i64 %16, 0
  br i1 %lcmp.mod.not.i, label %B868.endif, label %B42.epil.preheader.i

B42.epil.preheader.i:                             ; preds = %B86.loopexit.unr-lcssa.i
  %17 = getelementptr float, ptr %arg.scores.4, i64 %.58.i
  %.193.epil.i = icmp slt i64 %best.3.1.1.fr.i, 0
  %spec.select.i = select i1 %.193.epil.i, i64 %arg.scores.5.1, i64 0
  br label %18

18:                                               ; preds = %B42.epil.preheader.i, %B42.epil.preheader.thread.i
  %.178.epil8.in.i = phi ptr [ %11, %B42.epil.preheader.thread.i ], [ %17, %B42.epil.preheader.i ]
  %best.2.089.epil.init6.i = phi i64 [ 0, %B42.epil.preheader.thread.i ], [ %best.3.1.1.fr.i, %B42.epil.preheader.i ]
  %19 = phi i64 [ 0, %B42.epil.preheader.thread.i ], [ %spec.select.i, %B42.epil.preheader.i ]
  %.178.epil8.i = load float, ptr %.178.epil8.in.i, align 4, !noalias !13
  %20 = getelementptr float, ptr %arg.scores.4, i64 %best.2.089.epil.init6.i
  %.208.epil.i = getelementptr float, ptr %20, i64 %19
  %.209.epil.i = load float, ptr %.208.epil.i, align 4, !noalias !13
  %.212.epil.i = fcmp olt float %.178.epil8.i, %.209.epil.i
  %best.3.1.epil.i = select i1 %.212.epil.i, i64 %.58.i, i64 %best.2.089.epil.init6.i
  br label %B868.endif

B0.else.endif.endif.endif:                        ; preds = %B0.else.endif
  %.698 = icmp samesign ult i64 %arg.states.5.1, 66
  br i1 %.698, label %B0.else.endif.endif.endif.if, label %B0.endif.endif, !prof !16

B0.else.endif.endif.endif.if:                     ; preds = %B0.else.endif.endif.endif
  br label %B0.endif.endif

B0.endif.endif:                                   ; preds = %B0.else.endif.endif.endif.if, %B0.else.endif.endif.endif, %B0.else.endif
  %.661.sroa.0.31199 = phi i64 [ 0, %B0.else.endif.endif.endif ], [ 0, %B0.else.endif.endif.endif.if ], [ %arg.states.5.1, %B0.else.endif ]
  %.661.sroa.13.0 = phi i64 [ 65, %B0.else.endif.endif.endif ], [ %arg.states.5.1, %B0.else.endif.endif.endif.if ], [ %arg.states.5.1, %B0.else.endif ]
  %.749 = sub i64 %.661.sroa.13.0, %.661.sroa.0.31199
  %.758 = tail call i64 @llvm.smax.i64(i64 %.749, i64 0)
  %.idx = shl i64 %arg.states.5.1, 3
  %21 = getelementptr i8, ptr %arg.states.4, i64 %.idx
  %.782 = getelementptr i32, ptr %21, i64 %.661.sroa.0.31199
  tail call void @NRT_incref.1(ptr %arg.states.0)
  tail call void @NRT_incref.1(ptr %arg.states.0)
  tail call void @NRT_incref.1(ptr %arg.states.0)
  %.882.idx = mul i64 %arg.states.5.1, 12
  %.882 = getelementptr i8, ptr %arg.states.4, i64 %.882.idx
  %.952.idx = shl i64 %arg.states.5.1, 4
  %.952 = getelementptr i8, ptr %arg.states.4, i64 %.952.idx
  %.1022.idx = mul i64 %arg.states.5.1, 20
  %.1022 = getelementptr i8, ptr %arg.states.4, i64 %.1022.idx
  tail call void @NRT_incref.1(ptr %arg.scores.0)
  %.1197 = getelementptr float, ptr %arg.scores.4, i64 %arg.scores.5.1
  tail call void @NRT_incref.1(ptr %arg.scores.0)
  %.1267.idx = shl i64 %arg.scores.5.1, 3
  %.1267 = getelementptr i8, ptr %arg.scores.4, i64 %.1267.idx
  store float 0.000000e+00, ptr %arg.scores.4, align 4
  store i32 0, ptr %arg.states.4, align 4
  %sunkaddr45 = mul i64 %arg.states.5.1, 4
  %sunkaddr46 = getelementptr i8, ptr %arg.states.4, i64 %sunkaddr45
  store i32 -1, ptr %sunkaddr46, align 4
  %.15201155 = icmp sgt i64 %arg.starts.5.0, 1
  br i1 %.15201155, label %B312.preheader, label %B868

B312.preheader:                                   ; preds = %B0.endif.endif
  %22 = add nsw i64 %arg.starts.5.0, -2
  br label %B312.endif.endif

common.ret:                                       ; preds = %B868.endif.endif, %B588.if.if, %B486.if.if
  %common.ret.op = phi i32 [ 0, %B868.endif.endif ], [ %.1954, %B486.if.if ], [ %.1997, %B588.if.if ]
  ret i32 %common.ret.op

B312.endif.endif:                                 ; preds = %B312.preheader, %B310.loopexit
  %alive.3.01162 = phi i64 [ %alive.4.1.lcssa, %B310.loopexit ], [ 1, %B312.preheader ]
  %.152611361160 = phi i64 [ %.1533, %B310.loopexit ], [ 0, %B312.preheader ]
  %.1533 = add nuw nsw i64 %.152611361160, 1
  store float 0x46293E5940000000, ptr %.1267, align 4
  %23 = getelementptr i32, ptr %arg.starts.4, i64 %.152611361160
  %.1625 = load i32, ptr %23, align 4
  %24 = getelementptr i8, ptr %23, i64 4
  %.1657 = load i32, ptr %24, align 4
  %.1689 = sext i32 %.1625 to i64
  %.1690 = add nsw i64 %.1689, 64
  %.8.i = sext i32 %.1657 to i64
  %.10.i = tail call i64 @llvm.smin.i64(i64 %.1690, i64 %.8.i)
  %.1754 = sub nsw i64 %.10.i, %.1689
  %.17971118.not = icmp slt i64 %.1754, 1
  br i1 %.17971118.not, label %B588, label %B486.preheader

B486.preheader:                                   ; preds = %B312.endif.endif
  %25 = add i64 %.10.i, 1
  %26 = sub i64 %25, %.1689
  br label %B486

B486.if.if:                                       ; preds = %B486
  %.1962 = icmp sgt i32 %.1954, 0
  %.1955 = load ptr, ptr %excinfo.2, align 8
  %.1963 = select i1 %.1962, ptr %.1955, ptr undef
  store ptr %.1963, ptr %excinfo, align 8
  br label %common.ret

B588.if.if:                                       ; preds = %B588
  store ptr null, ptr %excinfo, align 8
  br label %common.ret

B588.endif.endif:                                 ; preds = %B588
  %.21051126.not = icmp slt i64 %count.2.1.lcssa, 1
  br i1 %.21051126.not, label %B310.loopexit, label %B662.lr.ph

B662.lr.ph:                                       ; preds = %B588.endif.endif
  %.2302 = mul i64 %.152611361160, %arg.trail.5.2
  br label %B662

B868.endif:                                       ; preds = %18, %B86.loopexit.unr-lcssa.i, %B868
  %best.2.0.lcssa.i = phi i64 [ 0, %B868 ], [ %best.3.1.1.fr.i, %B86.loopexit.unr-lcssa.i ], [ %best.3.1.epil.i, %18 ]
  tail call void @NRT_decref.2(ptr %arg.scores.0)
  %.155135.not.i = icmp slt i64 %arg.chosen.5.0, 1
  br i1 %.155135.not.i, label %B868.endif.endif, label %B68.preheader.i

B68.preheader.i:                                  ; preds = %B868.endif
  %xtraiter.i = and i64 %arg.chosen.5.0, 1
  %lcmp.mod.not.i6 = icmp eq i64 %xtraiter.i, 0
  br i1 %lcmp.mod.not.i6, label %B68.prol.loopexit.i, label %B68.prol.i

B68.prol.i:                                       ; preds = %B68.preheader.i
  %.164.prol.i = add nsw i64 %arg.chosen.5.0, -1
  %.221.prol.i = icmp slt i64 %best.2.0.lcssa.i, 0
  %.222.prol.i = select i1 %.221.prol.i, i64 %arg.trail.5.2, i64 0
  %.240.prol.i = mul i64 %arg.trail.5.2, %.164.prol.i
  %27 = getelementptr i32, ptr %.408, i64 %.240.prol.i
  %28 = getelementptr i32, ptr %27, i64 %best.2.0.lcssa.i
  %.244.prol.i = getelementptr i32, ptr %28, i64 %.222.prol.i
  %.245.prol.i = load i32, ptr %.244.prol.i, align 4, !noalias !17
  %29 = getelementptr i32, ptr %arg.chosen.4, i64 %.164.prol.i
  store i32 %.245.prol.i, ptr %29, align 4, !noalias !17
  %30 = getelementptr i32, ptr %arg.trail.4, i64 %.240.prol.i
  %31 = getelementptr i32, ptr %30, i64 %best.2.0.lcssa.i
  %.329.prol.i = getelementptr i32, ptr %31, i64 %.222.prol.i
  %.330.prol.i = load i32, ptr %.329.prol.i, align 4, !noalias !17
  %.333.prol.i = sext i32 %.330.prol.i to i64
  br label %B68.prol.loopexit.i

B68.prol.loopexit.i:                              ; preds = %B68.prol.i, %B68.preheader.i
  %h.2.0138.unr.i = phi i64 [ %best.2.0.lcssa.i, %B68.preheader.i ], [ %.333.prol.i, %B68.prol.i ]
  %.154133137.unr.i = phi i64 [ %arg.chosen.5.0, %B68.preheader.i ], [ %.164.prol.i, %B68.prol.i ]
  %32 = icmp eq i64 %arg.chosen.5.0, 1
  br i1 %32, label %B868.endif.endif, label %B68.preheader1.i

B68.preheader1.i:                                 ; preds = %B68.prol.loopexit.i
  %33 = add nsw i64 %.154133137.unr.i, -2
  %34 = shl i64 %arg.trail.5.2, 2
  %35 = mul i64 %33, %34
  %scevgep.i = getelementptr i8, ptr %arg.trail.4, i64 %35
  %36 = mul i64 %arg.trail.5.2, -8
  %37 = add nuw i64 %.154133137.unr.i, 1
  %scevgep9.i = getelementptr i8, ptr %.408, i64 %35
  %38 = add nsw i64 %.154133137.unr.i, -1
  %39 = mul i64 %38, %34
  %scevgep13.i = getelementptr i8, ptr %arg.trail.4, i64 %39
  %scevgep17.i = getelementptr i8, ptr %.408, i64 %39
  br label %B68.i

B68.i:                                            ; preds = %B68.i, %B68.preheader1.i
  %lsr.iv18.i = phi ptr [ %scevgep17.i, %B68.preheader1.i ], [ %scevgep19.i, %B68.i ]
  %lsr.iv14.i = phi ptr [ %scevgep13.i, %B68.preheader1.i ], [ %scevgep15.i, %B68.i ]
  %lsr.iv10.i = phi ptr [ %scevgep9.i, %B68.preheader1.i ], [ %scevgep11.i, %B68.i ]
  %lsr.iv4.i = phi i64 [ %37, %B68.preheader1.i ], [ %lsr.iv.next.i, %B68.i ]
  %lsr.iv.i = phi ptr [ %scevgep.i, %B68.preheader1.i ], [ %scevgep2.i, %B68.i ]
  %h.2.0138.i = phi i64 [ %h.2.0138.unr.i, %B68.preheader1.i ], [ %.333.1.i, %B68.i ]
  %.221.i = icmp slt i64 %h.2.0138.i, 0
  %40 = select i1 %.221.i, i64 %34, i64 0
  %41 = shl i64 %h.2.0138.i, 2
  %42 = add i64 %40, %41
  %scevgep = getelementptr i8, ptr %lsr.iv18.i, i64 %42
  %.245.i = load i32, ptr %scevgep, align 4, !noalias !17
  %43 = shl i64 %lsr.iv4.i, 2
  %scevgep7.i = getelementptr i8, ptr %arg.chosen.4, i64 %43
  %scevgep8.i = getelementptr i8, ptr %scevgep7.i, i64 -8
  store i32 %.245.i, ptr %scevgep8.i, align 4, !noalias !17
  %44 = add i64 %40, %41
  %scevgep20 = getelementptr i8, ptr %lsr.iv14.i, i64 %44
  %.330.i = load i32, ptr %scevgep20, align 4, !noalias !17
  %.333.i = sext i32 %.330.i to i64
  %.221.1.i = icmp slt i32 %.330.i, 0
  %45 = select i1 %.221.1.i, i64 %34, i64 0
  %46 = shl nsw i64 %.333.i, 2
  %47 = add i64 %45, %46
  %scevgep21 = getelementptr i8, ptr %lsr.iv10.i, i64 %47
  %.245.1.i = load i32, ptr %scevgep21, align 4, !noalias !17
  %48 = shl i64 %lsr.iv4.i, 2
  %scevgep22 = getelementptr i8, ptr %arg.chosen.4, i64 %48
  %scevgep23 = getelementptr i8, ptr %scevgep22, i64 -12
  store i32 %.245.1.i, ptr %scevgep23, align 4, !noalias !17
  %49 = add i64 %45, %46
  %scevgep24 = getelementptr i8, ptr %lsr.iv.i, i64 %49
  %.330.1.i = load i32, ptr %scevgep24, align 4, !noalias !17
  %.333.1.i = sext i32 %.330.1.i to i64
  %scevgep2.i = getelementptr i8, ptr %lsr.iv.i, i64 %36
  %lsr.iv.next.i = add i64 %lsr.iv4.i, -2
  %scevgep11.i = getelementptr i8, ptr %lsr.iv10.i, i64 %36
  %scevgep15.i = getelementptr i8, ptr %lsr.iv14.i, i64 %36
  %scevgep19.i = getelementptr i8, ptr %lsr.iv18.i, i64 %36
  %.155.1.i = icmp samesign ugt i64 %lsr.iv.next.i, 1
  br i1 %.155.1.i, label %B68.i, label %B868.endif.endif

B868.endif.endif:                                 ; preds = %B68.i, %B68.prol.loopexit.i, %B868.endif
  tail call void @NRT_decref.2(ptr %arg.trail.0)
  tail call void @NRT_decref.2(ptr %arg.chosen.0)
  tail call void @NRT_decref.2(ptr %arg.trail.0)
  store ptr null, ptr %retptr, align 8
  br label %common.ret
}

; Function Attrs: mustprogress nofree noinline norecurse nounwind willreturn memory(argmem: readwrite)
define internal void @NRT_incref.1(ptr captures(address_is_null) %.1) local_unnamed_addr #2 {
.3:
  %.4 = icmp eq ptr %.1, null
  br i1 %.4, label %common.ret, label %.3.endif, !prof !10

common.ret:                                       ; preds = %.3.endif, %.3
  ret void

.3.endif:                                         ; preds = %.3
  %.4.i = atomicrmw add ptr %.1, i64 1 monotonic, align 8
  br label %common.ret
}

define internal range(i32 -1, -2) i32 @_ZN7extract7restore4beam7_extendB3v14B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dExifxd5ArrayIfLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedEx5ArrayIfLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE(ptr noalias writeonly captures(none) %retptr, ptr noalias writeonly captures(none) %excinfo, i64 %arg.candidate, i32 %arg.word, float %arg.cost, i64 %arg.alive, double %arg.threshold, ptr %arg.best.0, ptr readnone captures(none) %arg.best.1, i64 %arg.best.2, i64 %arg.best.3, ptr captures(none) %arg.best.4, i64 %arg.best.5.0, i64 %arg.best.6.0, ptr %arg.score.0, ptr readnone captures(none) %arg.score.1, i64 %arg.score.2, i64 %arg.score.3, ptr readonly captures(none) %arg.score.4, i64 %arg.score.5.0, i64 %arg.score.6.0, ptr %arg.last.0, ptr readnone captures(none) %arg.last.1, i64 %arg.last.2, i64 %arg.last.3, ptr readonly captures(none) %arg.last.4, i64 %arg.last.5.0, i64 %arg.last.6.0, ptr %arg.state.0, ptr readnone captures(none) %arg.state.1, i64 %arg.state.2, i64 %arg.state.3, ptr readonly captures(none) %arg.state.4, i64 %arg.state.5.0, i64 %arg.state.6.0, i64 %arg.count, ptr %arg.new_score.0, ptr readnone captures(none) %arg.new_score.1, i64 %arg.new_score.2, i64 %arg.new_score.3, ptr captures(none) %arg.new_score.4, i64 %arg.new_score.5.0, i64 %arg.new_score.6.0, ptr %arg.new_state.0, ptr readnone captures(none) %arg.new_state.1, i64 %arg.new_state.2, i64 %arg.new_state.3, ptr writeonly captures(none) %arg.new_state.4, i64 %arg.new_state.5.0, i64 %arg.new_state.6.0, ptr %arg.new_back.0, ptr readnone captures(none) %arg.new_back.1, i64 %arg.new_back.2, i64 %arg.new_back.3, ptr writeonly captures(none) %arg.new_back.4, i64 %arg.new_back.5.0, i64 %arg.new_back.6.0, ptr %arg.new_taken.0, ptr readnone captures(none) %arg.new_taken.1, i64 %arg.new_taken.2, i64 %arg.new_taken.3, ptr writeonly captures(none) %arg.new_taken.4, i64 %arg.new_taken.5.0, i64 %arg.new_taken.6.0, ptr %arg.p1.0, ptr readnone captures(none) %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr readonly captures(none) %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr readnone captures(none) %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr readonly captures(none) %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.starts2.0, ptr readnone captures(none) %arg.starts2.1, i64 %arg.starts2.2, i64 %arg.starts2.3, ptr readonly captures(none) %arg.starts2.4, i64 %arg.starts2.5.0, i64 %arg.starts2.6.0, ptr %arg.words2.0, ptr readnone captures(none) %arg.words2.1, i64 %arg.words2.2, i64 %arg.words2.3, ptr readonly captures(none) %arg.words2.4, i64 %arg.words2.5.0, i64 %arg.words2.6.0, ptr %arg.p2.0, ptr readnone captures(none) %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr readonly captures(none) %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr readnone captures(none) %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr readonly captures(none) %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr readnone captures(none) %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr readonly captures(none) %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr readnone captures(none) %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr readonly captures(none) %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr readnone captures(none) %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr readonly captures(none) %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0) local_unnamed_addr {
B0.endif:
  %.691 = alloca double, align 8
  store double 0.000000e+00, ptr %.691, align 8
  %excinfo.2 = alloca ptr, align 8
  tail call void @NRT_incref.1(ptr %arg.best.0)
  tail call void @NRT_incref.1(ptr %arg.score.0)
  tail call void @NRT_incref.1(ptr %arg.last.0)
  tail call void @NRT_incref.1(ptr %arg.state.0)
  tail call void @NRT_incref.1(ptr %arg.new_score.0)
  tail call void @NRT_incref.1(ptr %arg.new_state.0)
  tail call void @NRT_incref.1(ptr %arg.new_back.0)
  tail call void @NRT_incref.1(ptr %arg.new_taken.0)
  tail call void @NRT_incref.1(ptr %arg.p1.0)
  tail call void @NRT_incref.1(ptr %arg.b1.0)
  tail call void @NRT_incref.1(ptr %arg.starts2.0)
  tail call void @NRT_incref.1(ptr %arg.words2.0)
  tail call void @NRT_incref.1(ptr %arg.p2.0)
  tail call void @NRT_incref.1(ptr %arg.b2.0)
  tail call void @NRT_incref.1(ptr %arg.starts3.0)
  tail call void @NRT_incref.1(ptr %arg.words3.0)
  tail call void @NRT_incref.1(ptr %arg.p3.0)
  %.367452.not = icmp slt i64 %arg.alive, 1
  br i1 %.367452.not, label %B496, label %B48.lr.ph

B48.lr.ph:                                        ; preds = %B0.endif
  %.954 = trunc i64 %arg.candidate to i32
  %.565.pre = load float, ptr %arg.best.4, align 4
  br label %B48

B48:                                              ; preds = %B497, %B48.lr.ph
  %.565 = phi float [ %.565.pre, %B48.lr.ph ], [ %.565462, %B497 ]
  %bigram.4.0458 = phi i64 [ -1, %B48.lr.ph ], [ %bigram.5.1, %B497 ]
  %group.4.0457 = phi i64 [ -1, %B48.lr.ph ], [ %group.5.1, %B497 ]
  %group_last.2.0456 = phi i64 [ -1, %B48.lr.ph ], [ %.456, %B497 ]
  %count.2.0455 = phi i64 [ %arg.count, %B48.lr.ph ], [ %count.3.1, %B497 ]
  %.373449453 = phi i64 [ 0, %B48.lr.ph ], [ %.380, %B497 ]
  %.380 = add nuw nsw i64 %.373449453, 1
  %0 = getelementptr i32, ptr %arg.last.4, i64 %.373449453
  %.454 = load i32, ptr %0, align 4
  %.456 = sext i32 %.454 to i64
  %.457.not = icmp eq i64 %group_last.2.0456, %.456
  %group.3.1 = select i1 %.457.not, i64 %group.4.0457, i64 -1
  %bigram.3.1 = select i1 %.457.not, i64 %bigram.4.0458, i64 -2
  %1 = getelementptr float, ptr %arg.score.4, i64 %.373449453
  %.530 = load float, ptr %1, align 4
  %.532 = fadd float %arg.cost, %.530
  %.567 = fpext float %.565 to double
  %.568 = fadd double %arg.threshold, %.567
  %.570 = fpext float %.532 to double
  %.571 = fcmp olt double %.568, %.570
  br i1 %.571, label %B497, label %B162

B162:                                             ; preds = %B48
  %.601 = icmp eq i64 %bigram.3.1, -2
  br i1 %.601, label %B184, label %B220

B184:                                             ; preds = %B162
  %2 = trunc i64 %.456 to i32
  %3 = trunc i64 %.456 to i32
  tail call void @NRT_incref.1(ptr %arg.words2.0), !noalias !20
  %.47.i = icmp slt i32 %2, -1
  %.48.i = select i1 %.47.i, i64 %arg.starts2.5.0, i64 0
  %4 = getelementptr i32, ptr %arg.starts2.4, i64 %.456
  %5 = getelementptr i8, ptr %4, i64 4
  %.62.i = getelementptr i32, ptr %5, i64 %.48.i
  %.63.i = load i32, ptr %.62.i, align 4, !noalias !20
  %.29.i.i = sext i32 %.63.i to i64
  %.77.i = icmp slt i32 %3, 0
  %.78.i = select i1 %.77.i, i64 %arg.starts2.5.0, i64 0
  %.92.i = getelementptr i32, ptr %4, i64 %.78.i
  %.93.i = load i32, ptr %.92.i, align 4, !noalias !20
  %.21.i.i = sext i32 %.93.i to i64
  %.35.i.i = icmp slt i32 %.93.i, %.63.i
  br i1 %.35.i.i, label %B16.else.if.preheader.i.i, label %B114.i

B16.else.if.preheader.i.i:                        ; preds = %B184
  br label %B16.else.if.i.i

B16.else.if.i.i:                                  ; preds = %B16.else.if.i.i, %B16.else.if.preheader.i.i
  %low.2.0.i.i = phi i64 [ %low.3.1.i.i, %B16.else.if.i.i ], [ %.21.i.i, %B16.else.if.preheader.i.i ]
  %high.2.0.i.i = phi i64 [ %high.3.1.i.i, %B16.else.if.i.i ], [ %.29.i.i, %B16.else.if.preheader.i.i ]
  %.44.i.i = add nsw i64 %high.2.0.i.i, %low.2.0.i.i
  %.52.1.i.i = ashr i64 %.44.i.i, 1
  %.102.i.i = icmp slt i64 %.52.1.i.i, 0
  %.103.i.i = select i1 %.102.i.i, i64 %arg.words2.5.0, i64 0
  %6 = getelementptr i16, ptr %arg.words2.4, i64 %.52.1.i.i
  %.117.i.i = getelementptr i16, ptr %6, i64 %.103.i.i
  %.118.i.i = load i16, ptr %.117.i.i, align 2, !noalias !23
  %.120.i.i = zext i16 %.118.i.i to i32
  %.121.i.i = icmp sgt i32 %arg.word, %.120.i.i
  %.132.i.i = add nsw i64 %.52.1.i.i, 1
  %high.3.1.i.i = select i1 %.121.i.i, i64 %high.2.0.i.i, i64 %.52.1.i.i
  %low.3.1.i.i = select i1 %.121.i.i, i64 %.132.i.i, i64 %low.2.0.i.i
  %.163.i.i = icmp slt i64 %low.3.1.i.i, %high.3.1.i.i
  br i1 %.163.i.i, label %B16.else.if.i.i, label %B0.endif.i

B86.i:                                            ; preds = %B0.endif.i
  %.148.i = icmp slt i64 %low.3.1.i.i, 0
  %.149.i = select i1 %.148.i, i64 %arg.words2.5.0, i64 0
  %7 = getelementptr i16, ptr %arg.words2.4, i64 %low.3.1.i.i
  %.163.i = getelementptr i16, ptr %7, i64 %.149.i
  %.164.i = load i16, ptr %.163.i, align 2, !noalias !20
  tail call void @NRT_decref.2(ptr %arg.words2.0), !noalias !20
  %.171.i = zext i16 %.164.i to i32
  %.172.i = icmp eq i32 %arg.word, %.171.i
  br i1 %.172.i, label %B220, label %B114.i

B114.i:                                           ; preds = %B0.endif.i, %B86.i, %B184
  %words2.sroa.0.0.i = phi ptr [ null, %B86.i ], [ %arg.words2.0, %B0.endif.i ], [ %arg.words2.0, %B184 ]
  tail call void @NRT_decref.2(ptr %words2.sroa.0.0.i), !noalias !20
  br label %B220

B0.endif.i:                                       ; preds = %B16.else.if.i.i
  %8 = icmp slt i64 %low.3.1.i.i, %.29.i.i
  br i1 %8, label %B86.i, label %B114.i

B220:                                             ; preds = %B114.i, %B86.i, %B162
  %bigram.6.2 = phi i64 [ %bigram.4.0458, %B162 ], [ -1, %B114.i ], [ %low.3.1.i.i, %B86.i ]
  %9 = getelementptr i32, ptr %arg.state.4, i64 %.373449453
  %.680 = load i32, ptr %9, align 4
  store double 0.000000e+00, ptr %.691, align 8
  %.709 = call i32 @_ZN7extract7restore4beam5_costB2v6B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dEixxi5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE(ptr nonnull %.691, ptr nonnull %excinfo.2, i32 %.680, i64 %.456, i64 %bigram.6.2, i32 %arg.word, ptr %arg.p1.0, ptr %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.p2.0, ptr %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0)
  %cond = icmp eq i32 %.709, 0
  br i1 %cond, label %B220.endif, label %B220.if.if, !prof !3

B316:                                             ; preds = %B220.endif
  %.746 = add nsw i64 %count.2.0455, 1
  %.767 = icmp slt i64 %count.2.0455, 0
  %.768 = select i1 %.767, i64 %arg.new_score.5.0, i64 0
  %10 = getelementptr float, ptr %arg.new_score.4, i64 %count.2.0455
  %.782 = getelementptr float, ptr %10, i64 %.768
  store float 0x46293E5940000000, ptr %.782, align 4
  br label %B376

B376:                                             ; preds = %B220.endif.B376_crit_edge, %B316
  %.817 = phi double [ 0x46293E5940000000, %B316 ], [ %15, %B220.endif.B376_crit_edge ]
  %.802.pre-phi = phi i64 [ %.768, %B316 ], [ 0, %B220.endif.B376_crit_edge ]
  %count.4.2 = phi i64 [ %.746, %B316 ], [ %count.2.0455, %B220.endif.B376_crit_edge ]
  %group.6.2 = phi i64 [ %count.2.0455, %B316 ], [ %group.4.0457, %B220.endif.B376_crit_edge ]
  %.820 = fcmp olt double %.733, %.817
  br i1 %.820, label %B400, label %B376.B444.endif_crit_edge

B376.B444.endif_crit_edge:                        ; preds = %B376
  %.pre = fptrunc double %.733 to float
  br label %B444.endif

B400:                                             ; preds = %B376
  %11 = getelementptr float, ptr %arg.new_score.4, i64 %group.6.2
  %.816 = getelementptr float, ptr %11, i64 %.802.pre-phi
  %.801 = icmp slt i64 %group.6.2, 0
  %.853 = fptrunc double %.733 to float
  store float %.853, ptr %.816, align 4
  %.871 = select i1 %.801, i64 %arg.new_state.5.0, i64 0
  %12 = getelementptr i32, ptr %arg.new_state.4, i64 %group.6.2
  %.885 = getelementptr i32, ptr %12, i64 %.871
  %.886 = trunc nsw i64 %bigram.6.2 to i32
  store i32 %.886, ptr %.885, align 4
  %.904 = select i1 %.801, i64 %arg.new_back.5.0, i64 0
  %13 = getelementptr i32, ptr %arg.new_back.4, i64 %group.6.2
  %.918 = getelementptr i32, ptr %13, i64 %.904
  %.919 = trunc i64 %.373449453 to i32
  store i32 %.919, ptr %.918, align 4
  %.939 = select i1 %.801, i64 %arg.new_taken.5.0, i64 0
  %14 = getelementptr i32, ptr %arg.new_taken.4, i64 %group.6.2
  %.953 = getelementptr i32, ptr %14, i64 %.939
  store i32 %.954, ptr %.953, align 4
  br label %B444.endif

common.ret:                                       ; preds = %B220.if.if, %B496
  %common.ret.op = phi i32 [ 0, %B496 ], [ %.709, %B220.if.if ]
  ret i32 %common.ret.op

B496:                                             ; preds = %B497, %B0.endif
  %count.2.0.lcssa = phi i64 [ %arg.count, %B0.endif ], [ %count.3.1, %B497 ]
  tail call void @NRT_decref.2(ptr %arg.words3.0)
  tail call void @NRT_decref.2(ptr %arg.words2.0)
  tail call void @NRT_decref.2(ptr %arg.state.0)
  tail call void @NRT_decref.2(ptr %arg.starts3.0)
  tail call void @NRT_decref.2(ptr %arg.starts2.0)
  tail call void @NRT_decref.2(ptr %arg.score.0)
  tail call void @NRT_decref.2(ptr %arg.p3.0)
  tail call void @NRT_decref.2(ptr %arg.p2.0)
  tail call void @NRT_decref.2(ptr %arg.p1.0)
  tail call void @NRT_decref.2(ptr %arg.new_taken.0)
  tail call void @NRT_decref.2(ptr %arg.new_state.0)
  tail call void @NRT_decref.2(ptr %arg.new_score.0)
  tail call void @NRT_decref.2(ptr %arg.new_back.0)
  tail call void @NRT_decref.2(ptr %arg.last.0)
  tail call void @NRT_decref.2(ptr %arg.best.0)
  tail call void @NRT_decref.2(ptr %arg.b2.0)
  tail call void @NRT_decref.2(ptr %arg.b1.0)
  store i64 %count.2.0.lcssa, ptr %retptr, align 8
  br label %common.ret

B497:                                             ; preds = %B444.endif, %B48
  %.565462 = phi float [ %narrow.sel, %B444.endif ], [ %.565, %B48 ]
  %count.3.1 = phi i64 [ %count.4.2, %B444.endif ], [ %count.2.0455, %B48 ]
  %group.5.1 = phi i64 [ %group.6.2, %B444.endif ], [ %group.3.1, %B48 ]
  %bigram.5.1 = phi i64 [ %bigram.6.2, %B444.endif ], [ %bigram.3.1, %B48 ]
  %exitcond.not = icmp eq i64 %.380, %arg.alive
  br i1 %exitcond.not, label %B496, label %B48

B220.endif:                                       ; preds = %B220
  %.719 = load double, ptr %.691, align 8
  %.730 = fmul double %.719, 0x3FB5555560000000
  %.733 = fadd double %.730, %.570
  %.740 = icmp slt i64 %group.3.1, 0
  br i1 %.740, label %B316, label %B220.endif.B376_crit_edge

B220.endif.B376_crit_edge:                        ; preds = %B220.endif
  %.phi.trans.insert = getelementptr float, ptr %arg.new_score.4, i64 %group.4.0457
  %.817.pre = load float, ptr %.phi.trans.insert, align 4
  %15 = fpext float %.817.pre to double
  br label %B376

B220.if.if:                                       ; preds = %B220
  store ptr null, ptr %excinfo, align 8
  br label %common.ret

B444.endif:                                       ; preds = %B400, %B376.B444.endif_crit_edge
  %.pre-phi = phi float [ %.pre, %B376.B444.endif_crit_edge ], [ %.853, %B400 ]
  %.1003 = load float, ptr %arg.best.4, align 4
  %.8.i = fpext float %.1003 to double
  %.9.i = fcmp olt double %.733, %.8.i
  %narrow.sel = select i1 %.9.i, float %.pre-phi, float %.1003
  store float %narrow.sel, ptr %arg.best.4, align 4
  br label %B497
}

define internal noundef range(i32 -1, -2) i32 @_ZN7extract7restore4beam6_limitB3v15B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIfLi1E1C7mutable7alignedExid5ArrayIiLi1E1C7mutable7alignedE(ptr noalias writeonly captures(none) %retptr, ptr noalias readnone captures(none) %excinfo, ptr %arg.scores.0, ptr readnone captures(none) %arg.scores.1, i64 %arg.scores.2, i64 %arg.scores.3, ptr readonly captures(none) %arg.scores.4, i64 %arg.scores.5.0, i64 %arg.scores.6.0, i64 %arg.count, i32 %arg.beam, double %arg.threshold, ptr %arg.bins.0, ptr readnone captures(none) %arg.bins.1, i64 %arg.bins.2, i64 %arg.bins.3, ptr captures(none) %arg.bins.4, i64 %arg.bins.5.0, i64 %arg.bins.6.0) local_unnamed_addr {
B0.endif:
  %.70 = load float, ptr %arg.scores.4, align 4
  %.111 = add i64 %arg.count, -1
  %.156313.not = icmp slt i64 %.111, 1
  br i1 %.156313.not, label %B102.else.endif, label %B52.backedge.preheader

B52.backedge.preheader:                           ; preds = %B0.endif
  %0 = add i64 %arg.count, -2
  %xtraiter = and i64 %.111, 3
  %1 = icmp samesign ult i64 %0, 3
  br i1 %1, label %B52.backedge.epil.preheader, label %B52.backedge.preheader.new

B52.backedge.preheader.new:                       ; preds = %B52.backedge.preheader
  %unroll_iter = and i64 %.111, 9223372036854775804
  br label %B52.backedge

B52.backedge:                                     ; preds = %B52.backedge, %B52.backedge.preheader.new
  %best.2.0316 = phi float [ %.70, %B52.backedge.preheader.new ], [ %.13.i.3, %B52.backedge ]
  %niter = phi i64 [ 0, %B52.backedge.preheader.new ], [ %niter.next.3, %B52.backedge ]
  %sunkaddr40 = mul i64 %niter, 4
  %sunkaddr41 = getelementptr i8, ptr %arg.scores.4, i64 %sunkaddr40
  %sunkaddr42 = getelementptr i8, ptr %sunkaddr41, i64 4
  %.223 = load float, ptr %sunkaddr42, align 4
  %.12.i = fcmp olt float %.223, %best.2.0316
  %.13.i = select i1 %.12.i, float %.223, float %best.2.0316
  %sunkaddr = mul i64 %niter, 4
  %sunkaddr43 = getelementptr i8, ptr %arg.scores.4, i64 %sunkaddr
  %sunkaddr44 = getelementptr i8, ptr %sunkaddr43, i64 8
  %.223.1 = load float, ptr %sunkaddr44, align 4
  %.12.i.1 = fcmp olt float %.223.1, %.13.i
  %.13.i.1 = select i1 %.12.i.1, float %.223.1, float %.13.i
  %sunkaddr45 = mul i64 %niter, 4
  %sunkaddr46 = getelementptr i8, ptr %arg.scores.4, i64 %sunkaddr45
  %sunkaddr47 = getelementptr i8, ptr %sunkaddr46, i64 12
  %.223.2 = load float, ptr %sunkaddr47, align 4
  %.12.i.2 = fcmp olt float %.223.2, %.13.i.1
  %.13.i.2 = select i1 %.12.i.2, float %.223.2, float %.13.i.1
  %sunkaddr48 = mul i64 %niter, 4
  %sunkaddr49 = getelementptr i8, ptr %arg.scores.4, i64 %sunkaddr48
  %sunkaddr50 = getelementptr i8, ptr %sunkaddr49, i64 16
  %.223.3 = load float, ptr %sunkaddr50, align 4
  %.12.i.3 = fcmp olt float %.223.3, %.13.i.2
  %.13.i.3 = select i1 %.12.i.3, float %.223.3, float %.13.i.2
  %niter.next.3 = add i64 %niter, 4
  %niter.ncmp.3 = icmp eq i64 %unroll_iter, %niter.next.3
  br i1 %niter.ncmp.3, label %B102.else.endif.loopexit.unr-lcssa, label %B52.backedge

B330:                                             ; preds = %B148.endif.endif.endif, %.515.endif
  %.875 = load i32, ptr %arg.bins.4, align 4
  %.897 = sext i32 %.875 to i64
  %.930 = getelementptr i8, ptr %arg.bins.4, i64 4
  %.931 = load i32, ptr %.930, align 4
  %.936 = sext i32 %.931 to i64
  %.937 = add nsw i64 %.936, %.897
  %.941 = sext i32 %arg.beam to i64
  %.942.not = icmp sgt i64 %.937, %.941
  br i1 %.942.not, label %common.ret, label %B360.preheader

B360.preheader:                                   ; preds = %B330
  br label %B360

B360:                                             ; preds = %B414.2, %B360.preheader
  %lsr.iv20 = phi i64 [ 2, %B360.preheader ], [ %lsr.iv.next21, %B414.2 ]
  %lsr.iv18 = phi i64 [ -3, %B360.preheader ], [ %lsr.iv.next19, %B414.2 ]
  %lsr.iv16 = phi i64 [ 1, %B360.preheader ], [ %lsr.iv.next17, %B414.2 ]
  %inside.2.0 = phi i64 [ %.1043.1, %B414.2 ], [ %.897, %B360.preheader ]
  %2 = shl nuw nsw i64 %lsr.iv16, 2
  %scevgep27 = getelementptr i8, ptr %arg.bins.4, i64 %2
  %.977 = load i32, ptr %scevgep27, align 4
  %.979 = sext i32 %.977 to i64
  %.980 = add nsw i64 %inside.2.0, %.979
  %3 = shl nuw nsw i64 %lsr.iv16, 2
  %scevgep25 = getelementptr i8, ptr %arg.bins.4, i64 %3
  %scevgep26 = getelementptr i8, ptr %scevgep25, i64 4
  %.1038 = load i32, ptr %scevgep26, align 4
  %.1042 = sext i32 %.1038 to i64
  %.1043 = add nsw i64 %.980, %.1042
  %.1048.not = icmp sgt i64 %.1043, %.941
  br i1 %.1048.not, label %B444.endif.loopexit, label %B414.1

B414.1:                                           ; preds = %B360
  %4 = shl nuw nsw i64 %lsr.iv16, 2
  %scevgep23 = getelementptr i8, ptr %arg.bins.4, i64 %4
  %scevgep24 = getelementptr i8, ptr %scevgep23, i64 8
  %.1038.1 = load i32, ptr %scevgep24, align 4
  %.979.2 = sext i32 %.1038.1 to i64
  %.1043.1 = add nsw i64 %.1043, %.979.2
  %.1048.not.1 = icmp sgt i64 %.1043.1, %.941
  br i1 %.1048.not.1, label %B414.1.B444.endif.loopexitsplit_crit_edge, label %B360.2

B360.2:                                           ; preds = %B414.1
  %exitcond335.not.2 = icmp eq i64 %lsr.iv18, -63
  br i1 %exitcond335.not.2, label %B444.endif.loopexit, label %B414.2

B414.2:                                           ; preds = %B360.2
  %sunkaddr51 = mul i64 %lsr.iv16, 4
  %sunkaddr52 = getelementptr i8, ptr %arg.bins.4, i64 %sunkaddr51
  %sunkaddr53 = getelementptr i8, ptr %sunkaddr52, i64 12
  %.1038.2 = load i32, ptr %sunkaddr53, align 4
  %.1042.2 = sext i32 %.1038.2 to i64
  %.1043.2 = add nsw i64 %.1043.1, %.1042.2
  %.1048.not.2 = icmp sgt i64 %.1043.2, %.941
  %lsr.iv.next17 = add nuw nsw i64 %lsr.iv16, 3
  %lsr.iv.next19 = add nsw i64 %lsr.iv18, -3
  %lsr.iv.next21 = add nuw nsw i64 %lsr.iv20, 3
  br i1 %.1048.not.2, label %B444.endif.loopexit, label %B360

common.ret:                                       ; preds = %B444.endif.loopexit, %B330
  %last.3.1 = phi double [ 1.000000e+00, %B330 ], [ %12, %B444.endif.loopexit ]
  %.1073 = fmul double %arg.threshold, %last.3.1
  %.1082 = fmul double %.1073, 1.562500e-02
  %.1084 = fpext float %best.2.0.lcssa to double
  %.1085 = fadd double %.1082, %.1084
  store double %.1085, ptr %retptr, align 8
  ret i32 0

B102.else.endif.loopexit.unr-lcssa:               ; preds = %B52.backedge
  %lcmp.mod.not = icmp eq i64 %xtraiter, 0
  %5 = or disjoint i64 %unroll_iter, 1
  br i1 %lcmp.mod.not, label %B102.else.endif, label %B52.backedge.epil.preheader

B52.backedge.epil.preheader:                      ; preds = %B102.else.endif.loopexit.unr-lcssa, %B52.backedge.preheader
  %best.2.0316.epil.init = phi float [ %.70, %B52.backedge.preheader ], [ %.13.i.3, %B102.else.endif.loopexit.unr-lcssa ]
  %.162312314.epil.init = phi i64 [ 1, %B52.backedge.preheader ], [ %5, %B102.else.endif.loopexit.unr-lcssa ]
  %6 = shl i64 %.162312314.epil.init, 2
  %scevgep15 = getelementptr i8, ptr %arg.scores.4, i64 %6
  br label %B52.backedge.epil

B52.backedge.epil:                                ; preds = %B52.backedge.epil, %B52.backedge.epil.preheader
  %best.2.0316.epil = phi float [ %.13.i.epil, %B52.backedge.epil ], [ %best.2.0316.epil.init, %B52.backedge.epil.preheader ]
  %epil.iter = phi i64 [ %epil.iter.next, %B52.backedge.epil ], [ 0, %B52.backedge.epil.preheader ]
  %7 = shl i64 %epil.iter, 2
  %scevgep31 = getelementptr i8, ptr %scevgep15, i64 %7
  %.223.epil = load float, ptr %scevgep31, align 4
  %.12.i.epil = fcmp olt float %.223.epil, %best.2.0316.epil
  %.13.i.epil = select i1 %.12.i.epil, float %.223.epil, float %best.2.0316.epil
  %epil.iter.next = add i64 %epil.iter, 1
  %epil.iter.cmp.not = icmp eq i64 %xtraiter, %epil.iter.next
  br i1 %epil.iter.cmp.not, label %B102.else.endif, label %B52.backedge.epil, !llvm.loop !26

B102.else.endif:                                  ; preds = %B52.backedge.epil, %B102.else.endif.loopexit.unr-lcssa, %B0.endif
  %best.2.0.lcssa = phi float [ %.70, %B0.endif ], [ %.13.i.3, %B102.else.endif.loopexit.unr-lcssa ], [ %.13.i.epil, %B52.backedge.epil ]
  %.448 = icmp slt i64 %arg.bins.5.0, 1
  br i1 %.448, label %.515.endif, label %.514.endif.preheader, !prof !10

.514.endif.preheader:                             ; preds = %B102.else.endif
  %8 = shl i64 %arg.bins.5.0, 2
  tail call void @llvm.memset.p0.i64(ptr align 4 %arg.bins.4, i8 0, i64 %8, i1 false)
  br label %.515.endif

.515.endif:                                       ; preds = %.514.endif.preheader, %B102.else.endif
  %.643325.not = icmp slt i64 %arg.count, 1
  br i1 %.643325.not, label %B330, label %B148.endif.endif.endif.preheader

B148.endif.endif.endif.preheader:                 ; preds = %.515.endif
  br label %B148.endif.endif.endif

B148.endif.endif.endif:                           ; preds = %B148.endif.endif.endif, %B148.endif.endif.endif.preheader
  %.649323326 = phi i64 [ %.656, %B148.endif.endif.endif ], [ 0, %B148.endif.endif.endif.preheader ]
  %.656 = add nuw nsw i64 %.649323326, 1
  %9 = shl i64 %.649323326, 2
  %scevgep14 = getelementptr i8, ptr %arg.scores.4, i64 %9
  %.710 = load float, ptr %scevgep14, align 4
  %.712 = fsub float %.710, %best.2.0.lcssa
  %.714 = fpext float %.712 to double
  %.718 = fdiv double %.714, %arg.threshold
  %.720 = fmul double %.718, 6.400000e+01
  %.5.i = fptosi double %.720 to i64
  %.13.i5 = tail call i64 @llvm.smin.i64(i64 %.5.i, i64 64)
  %.786 = icmp slt i64 %.5.i, 0
  %.787 = select i1 %.786, i64 %arg.bins.5.0, i64 0
  %10 = getelementptr i32, ptr %arg.bins.4, i64 %.13.i5
  %.801 = getelementptr i32, ptr %10, i64 %.787
  %.802 = load i32, ptr %.801, align 4
  %.804 = add i32 %.802, 1
  store i32 %.804, ptr %.801, align 4
  %exitcond334.not = icmp eq i64 %arg.count, %.656
  br i1 %exitcond334.not, label %B330, label %B148.endif.endif.endif

B414.1.B444.endif.loopexitsplit_crit_edge:        ; preds = %B414.1
  %11 = mul nsw i64 %lsr.iv18, -1
  br label %B444.endif.loopexit

B444.endif.loopexit:                              ; preds = %B414.1.B444.endif.loopexitsplit_crit_edge, %B414.2, %B360.2, %B360
  %.987.lcssa = phi i64 [ %lsr.iv20, %B360 ], [ %11, %B414.1.B444.endif.loopexitsplit_crit_edge ], [ 64, %B360.2 ], [ %lsr.iv.next17, %B414.2 ]
  %12 = sitofp i64 %.987.lcssa to double
  br label %common.ret
}

; Function Attrs: noinline
define internal void @NRT_decref.2(ptr %.1) local_unnamed_addr #0 {
.3:
  %.4 = icmp eq ptr %.1, null
  br i1 %.4, label %common.ret, label %.3.endif, !prof !10

common.ret:                                       ; preds = %.3.endif, %.3
  ret void

.3.endif:                                         ; preds = %.3
  fence release
  %0 = tail call i8 @llvm.x86.atomic.sub.cc.i64(ptr nonnull %.1, i64 1, i32 4)
  %1 = trunc i8 %0 to i1
  br i1 %1, label %.3.endif.if, label %common.ret, !prof !10

.3.endif.if:                                      ; preds = %.3.endif
  fence acquire
  tail call void @NRT_MemInfo_call_dtor(ptr nonnull %.1)
  ret void
}

; Function Attrs: nocallback nocreateundeforpoison nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.smax.i64(i64, i64) #3

; Function Attrs: nocallback nocreateundeforpoison nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.smin.i64(i64, i64) #3

; Function Attrs: nocallback nofree nounwind willreturn memory(argmem: write)
declare void @llvm.memset.p0.i64(ptr writeonly captures(none), i8, i64, i1 immarg) #4

define internal noundef range(i32 -1, -2) i32 @_ZN7extract7restore4beam5_costB2v6B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dEixxi5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE(ptr noalias writeonly captures(none) %retptr, ptr noalias readnone captures(none) %excinfo, i32 %arg.state, i64 %arg.last, i64 %arg.bigram, i32 %arg.word, ptr %arg.p1.0, ptr readnone captures(none) %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr readonly captures(none) %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr readnone captures(none) %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr readonly captures(none) %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.p2.0, ptr readnone captures(none) %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr readonly captures(none) %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr readnone captures(none) %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr readonly captures(none) %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr readnone captures(none) %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr readonly captures(none) %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr readnone captures(none) %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr readonly captures(none) %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr readnone captures(none) %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr readonly captures(none) %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0) local_unnamed_addr {
B0:
  tail call void @NRT_incref.1(ptr %arg.p1.0)
  tail call void @NRT_incref.1(ptr %arg.b1.0)
  tail call void @NRT_incref.1(ptr %arg.p2.0)
  tail call void @NRT_incref.1(ptr %arg.b2.0)
  tail call void @NRT_incref.1(ptr %arg.starts3.0)
  tail call void @NRT_incref.1(ptr %arg.words3.0)
  tail call void @NRT_incref.1(ptr %arg.p3.0)
  %.118 = sext i32 %arg.state to i64
  %.119 = icmp sgt i32 %arg.state, -1
  br i1 %.119, label %B20, label %B200

B20:                                              ; preds = %B0
  %0 = getelementptr i32, ptr %arg.starts3.4, i64 %.118
  %.154 = getelementptr i8, ptr %0, i64 4
  %.155 = load i32, ptr %.154, align 4
  %.29.i = sext i32 %.155 to i64
  %.188 = load i32, ptr %0, align 4
  %.21.i = sext i32 %.188 to i64
  tail call void @NRT_decref.2(ptr %arg.starts3.0)
  %.35.i = icmp slt i32 %.188, %.155
  br i1 %.35.i, label %B16.else.if.preheader.i, label %B168

B16.else.if.preheader.i:                          ; preds = %B20
  br label %B16.else.if.i

B16.else.if.i:                                    ; preds = %B16.else.if.i, %B16.else.if.preheader.i
  %low.2.0.i = phi i64 [ %low.3.1.i, %B16.else.if.i ], [ %.21.i, %B16.else.if.preheader.i ]
  %high.2.0.i = phi i64 [ %high.3.1.i, %B16.else.if.i ], [ %.29.i, %B16.else.if.preheader.i ]
  %.44.i = add nsw i64 %high.2.0.i, %low.2.0.i
  %.52.1.i = ashr i64 %.44.i, 1
  %.102.i = icmp slt i64 %.52.1.i, 0
  %.103.i = select i1 %.102.i, i64 %arg.words3.5.0, i64 0
  %1 = getelementptr i16, ptr %arg.words3.4, i64 %.52.1.i
  %.117.i = getelementptr i16, ptr %1, i64 %.103.i
  %.118.i = load i16, ptr %.117.i, align 2, !noalias !28
  %.120.i = zext i16 %.118.i to i32
  %.121.i = icmp sgt i32 %arg.word, %.120.i
  %.132.i = add nsw i64 %.52.1.i, 1
  %high.3.1.i = select i1 %.121.i, i64 %high.2.0.i, i64 %.52.1.i
  %low.3.1.i = select i1 %.121.i, i64 %.132.i, i64 %low.2.0.i
  %.163.i = icmp slt i64 %low.3.1.i, %high.3.1.i
  br i1 %.163.i, label %B16.else.if.i, label %B20.endif

B102:                                             ; preds = %B20.endif
  %.245 = icmp slt i64 %low.3.1.i, 0
  %.246 = select i1 %.245, i64 %arg.words3.5.0, i64 0
  %2 = getelementptr i16, ptr %arg.words3.4, i64 %low.3.1.i
  %.260 = getelementptr i16, ptr %2, i64 %.246
  %.261 = load i16, ptr %.260, align 2
  tail call void @NRT_decref.2(ptr %arg.words3.0)
  %.268 = zext i16 %.261 to i32
  %.269 = icmp eq i32 %arg.word, %.268
  br i1 %.269, label %B126, label %B168

common.ret:                                       ; preds = %B260, %B212, %B126
  %.573.sink = phi double [ %.573, %B260 ], [ %.478, %B212 ], [ %.337, %B126 ]
  store double %.573.sink, ptr %retptr, align 8
  ret i32 0

B126:                                             ; preds = %B102
  %3 = icmp slt i64 %low.3.1.i, 0
  tail call void @NRT_decref.2(ptr %arg.p2.0)
  tail call void @NRT_decref.2(ptr %arg.p1.0)
  tail call void @NRT_decref.2(ptr %arg.b2.0)
  tail call void @NRT_decref.2(ptr %arg.b1.0)
  %.314 = select i1 %3, i64 %arg.p3.5.0, i64 0
  %4 = getelementptr i8, ptr %arg.p3.4, i64 %low.3.1.i
  %.328 = getelementptr i8, ptr %4, i64 %.314
  %.329 = load i8, ptr %.328, align 1
  tail call void @NRT_decref.2(ptr %arg.p3.0)
  %.337 = uitofp i8 %.329 to double
  br label %common.ret

B168:                                             ; preds = %B20.endif, %B102, %B20
  %words3.sroa.0.1 = phi ptr [ null, %B102 ], [ %arg.words3.0, %B20.endif ], [ %arg.words3.0, %B20 ]
  tail call void @NRT_decref.2(ptr %words3.sroa.0.1)
  tail call void @NRT_decref.2(ptr %arg.p3.0)
  %.382 = getelementptr i8, ptr %arg.b2.4, i64 %.118
  %.383 = load i8, ptr %.382, align 1
  tail call void @NRT_decref.2(ptr %arg.b2.0)
  %.391 = zext i8 %.383 to i64
  %.392 = sub nsw i64 80, %.391
  br label %B200

B200:                                             ; preds = %B168, %B0
  %b2.sroa.0.0 = phi ptr [ null, %B168 ], [ %arg.b2.0, %B0 ]
  %starts3.sroa.0.0 = phi ptr [ null, %B168 ], [ %arg.starts3.0, %B0 ]
  %words3.sroa.0.0 = phi ptr [ null, %B168 ], [ %arg.words3.0, %B0 ]
  %p3.sroa.0.0 = phi ptr [ null, %B168 ], [ %arg.p3.0, %B0 ]
  %left_out.2.0 = phi i64 [ %.392, %B168 ], [ 0, %B0 ]
  tail call void @NRT_decref.2(ptr %words3.sroa.0.0)
  tail call void @NRT_decref.2(ptr %starts3.sroa.0.0)
  tail call void @NRT_decref.2(ptr %p3.sroa.0.0)
  tail call void @NRT_decref.2(ptr %b2.sroa.0.0)
  %.419 = icmp sgt i64 %arg.bigram, -1
  br i1 %.419, label %B212, label %B260

B212:                                             ; preds = %B200
  tail call void @NRT_decref.2(ptr %arg.p1.0)
  tail call void @NRT_decref.2(ptr %arg.b1.0)
  %.464 = getelementptr i8, ptr %arg.p2.4, i64 %arg.bigram
  %.465 = load i8, ptr %.464, align 1
  tail call void @NRT_decref.2(ptr %arg.p2.0)
  %.474 = zext i8 %.465 to i64
  %.475 = add nsw i64 %left_out.2.0, %.474
  %.478 = sitofp i64 %.475 to double
  br label %common.ret

B260:                                             ; preds = %B200
  tail call void @NRT_decref.2(ptr %arg.p2.0)
  %.489 = add nsw i64 %left_out.2.0, 80
  %.506 = icmp slt i64 %arg.last, 0
  %.507 = select i1 %.506, i64 %arg.b1.5.0, i64 0
  %5 = getelementptr i8, ptr %arg.b1.4, i64 %arg.last
  %.521 = getelementptr i8, ptr %5, i64 %.507
  %.522 = load i8, ptr %.521, align 1
  tail call void @NRT_decref.2(ptr %arg.b1.0)
  %.530 = zext i8 %.522 to i64
  %.531 = sub nsw i64 %.489, %.530
  %.534 = sext i32 %arg.word to i64
  %.547 = icmp slt i32 %arg.word, 0
  %.548 = select i1 %.547, i64 %arg.p1.5.0, i64 0
  %6 = getelementptr i8, ptr %arg.p1.4, i64 %.548
  %.562 = getelementptr i8, ptr %6, i64 %.534
  %.563 = load i8, ptr %.562, align 1
  tail call void @NRT_decref.2(ptr %arg.p1.0)
  %.571 = zext i8 %.563 to i64
  %.572 = add nsw i64 %.531, %.571
  %.573 = sitofp i64 %.572 to double
  br label %common.ret

B20.endif:                                        ; preds = %B16.else.if.i
  %7 = icmp slt i64 %low.3.1.i, %.29.i
  br i1 %7, label %B102, label %B168
}

define range(i32 -1, -2) i32 @weigh(ptr noalias writeonly captures(none) %retptr, ptr noalias writeonly captures(none) %excinfo, ptr %arg.starts.0, ptr readnone captures(none) %arg.starts.1, i64 %arg.starts.2, i64 %arg.starts.3, ptr readonly captures(none) %arg.starts.4, i64 %arg.starts.5.0, i64 %arg.starts.6.0, ptr %arg.words.0, ptr readnone captures(none) %arg.words.1, i64 %arg.words.2, i64 %arg.words.3, ptr readonly captures(none) %arg.words.4, i64 %arg.words.5.0, i64 %arg.words.6.0, ptr %arg.costs.0, ptr readnone captures(none) %arg.costs.1, i64 %arg.costs.2, i64 %arg.costs.3, ptr readonly captures(none) %arg.costs.4, i64 %arg.costs.5.0, i64 %arg.costs.6.0, ptr %arg.chosen.0, ptr readnone captures(none) %arg.chosen.1, i64 %arg.chosen.2, i64 %arg.chosen.3, ptr readonly captures(none) %arg.chosen.4, i64 %arg.chosen.5.0, i64 %arg.chosen.6.0, ptr %arg.weights.0, ptr readnone captures(none) %arg.weights.1, i64 %arg.weights.2, i64 %arg.weights.3, ptr writeonly captures(none) %arg.weights.4, i64 %arg.weights.5.0, i64 %arg.weights.6.0, ptr %arg.around.0, ptr readnone captures(none) %arg.around.1, i64 %arg.around.2, i64 %arg.around.3, ptr captures(none) %arg.around.4, i64 %arg.around.5.0, i64 %arg.around.6.0, ptr %arg.p1.0, ptr readnone captures(none) %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr readonly captures(none) %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr readnone captures(none) %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr readonly captures(none) %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.starts2.0, ptr readnone captures(none) %arg.starts2.1, i64 %arg.starts2.2, i64 %arg.starts2.3, ptr readonly captures(none) %arg.starts2.4, i64 %arg.starts2.5.0, i64 %arg.starts2.6.0, ptr %arg.words2.0, ptr readnone captures(none) %arg.words2.1, i64 %arg.words2.2, i64 %arg.words2.3, ptr readonly captures(none) %arg.words2.4, i64 %arg.words2.5.0, i64 %arg.words2.6.0, ptr %arg.p2.0, ptr readnone captures(none) %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr readonly captures(none) %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr readnone captures(none) %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr readonly captures(none) %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr readnone captures(none) %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr readonly captures(none) %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr readnone captures(none) %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr readonly captures(none) %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr readnone captures(none) %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr readonly captures(none) %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0) local_unnamed_addr {
B0.endif:
  %.1100 = alloca double, align 8
  store double 0.000000e+00, ptr %.1100, align 8
  %excinfo.1 = alloca ptr, align 8
  store ptr null, ptr %excinfo.1, align 8
  %.1167 = alloca double, align 8
  store double 0.000000e+00, ptr %.1167, align 8
  %excinfo.2 = alloca ptr, align 8
  store ptr null, ptr %excinfo.2, align 8
  %.1240 = alloca double, align 8
  store double 0.000000e+00, ptr %.1240, align 8
  %excinfo.3 = alloca ptr, align 8
  store ptr null, ptr %excinfo.3, align 8
  tail call void @NRT_incref.3(ptr %arg.starts.0)
  tail call void @NRT_incref.3(ptr %arg.words.0)
  tail call void @NRT_incref.3(ptr %arg.costs.0)
  tail call void @NRT_incref.3(ptr %arg.chosen.0)
  tail call void @NRT_incref.3(ptr %arg.weights.0)
  tail call void @NRT_incref.3(ptr %arg.around.0)
  tail call void @NRT_incref.3(ptr %arg.p1.0)
  tail call void @NRT_incref.3(ptr %arg.b1.0)
  tail call void @NRT_incref.3(ptr %arg.starts2.0)
  tail call void @NRT_incref.3(ptr %arg.words2.0)
  tail call void @NRT_incref.3(ptr %arg.p2.0)
  tail call void @NRT_incref.3(ptr %arg.b2.0)
  tail call void @NRT_incref.3(ptr %arg.starts3.0)
  tail call void @NRT_incref.3(ptr %arg.words3.0)
  tail call void @NRT_incref.3(ptr %arg.p3.0)
  %.225 = add nsw i64 %arg.starts.5.0, -1
  %.267 = icmp slt i64 %arg.starts.5.0, 2
  %..225 = select i1 %.267, i64 0, i64 %.225
  %.311594 = icmp sgt i64 %..225, 0
  br i1 %.311594, label %B68.preheader, label %B112.endif

B68.preheader:                                    ; preds = %B0.endif
  %xtraiter = and i64 %..225, 3
  %0 = icmp ult i64 %..225, 4
  br i1 %0, label %B68.epil.preheader, label %B68.preheader.new

B68.preheader.new:                                ; preds = %B68.preheader
  %unroll_iter = and i64 %..225, 9223372036854775804
  br label %B68

B68:                                              ; preds = %B68, %B68.preheader.new
  %.317593595 = phi i64 [ 0, %B68.preheader.new ], [ %.324.3, %B68 ]
  %sunkaddr = mul i64 %.317593595, 4
  %sunkaddr44 = getelementptr i8, ptr %arg.chosen.4, i64 %sunkaddr
  %.378 = load i32, ptr %sunkaddr44, align 4
  %.380 = sext i32 %.378 to i64
  %.393 = icmp slt i32 %.378, 0
  %.394 = select i1 %.393, i64 %arg.words.5.0, i64 0
  %1 = getelementptr i32, ptr %arg.words.4, i64 %.394
  %.408 = getelementptr i32, ptr %1, i64 %.380
  %.409 = load i32, ptr %.408, align 4
  %sunkaddr45 = mul i64 %.317593595, 4
  %sunkaddr46 = getelementptr i8, ptr %arg.around.4, i64 %sunkaddr45
  %sunkaddr47 = getelementptr i8, ptr %sunkaddr46, i64 8
  store i32 %.409, ptr %sunkaddr47, align 4
  %sunkaddr48 = mul i64 %.317593595, 4
  %sunkaddr49 = getelementptr i8, ptr %arg.chosen.4, i64 %sunkaddr48
  %sunkaddr50 = getelementptr i8, ptr %sunkaddr49, i64 4
  %.378.1 = load i32, ptr %sunkaddr50, align 4
  %.380.1 = sext i32 %.378.1 to i64
  %.393.1 = icmp slt i32 %.378.1, 0
  %.394.1 = select i1 %.393.1, i64 %arg.words.5.0, i64 0
  %2 = getelementptr i32, ptr %arg.words.4, i64 %.394.1
  %.408.1 = getelementptr i32, ptr %2, i64 %.380.1
  %.409.1 = load i32, ptr %.408.1, align 4
  %sunkaddr51 = mul i64 %.317593595, 4
  %sunkaddr52 = getelementptr i8, ptr %arg.around.4, i64 %sunkaddr51
  %sunkaddr53 = getelementptr i8, ptr %sunkaddr52, i64 12
  store i32 %.409.1, ptr %sunkaddr53, align 4
  %sunkaddr54 = mul i64 %.317593595, 4
  %sunkaddr55 = getelementptr i8, ptr %arg.chosen.4, i64 %sunkaddr54
  %sunkaddr56 = getelementptr i8, ptr %sunkaddr55, i64 8
  %.378.2 = load i32, ptr %sunkaddr56, align 4
  %.380.2 = sext i32 %.378.2 to i64
  %.393.2 = icmp slt i32 %.378.2, 0
  %.394.2 = select i1 %.393.2, i64 %arg.words.5.0, i64 0
  %3 = getelementptr i32, ptr %arg.words.4, i64 %.394.2
  %.408.2 = getelementptr i32, ptr %3, i64 %.380.2
  %.409.2 = load i32, ptr %.408.2, align 4
  %sunkaddr57 = mul i64 %.317593595, 4
  %sunkaddr58 = getelementptr i8, ptr %arg.around.4, i64 %sunkaddr57
  %sunkaddr59 = getelementptr i8, ptr %sunkaddr58, i64 16
  store i32 %.409.2, ptr %sunkaddr59, align 4
  %.324.3 = add nuw nsw i64 %.317593595, 4
  %sunkaddr60 = mul i64 %.317593595, 4
  %sunkaddr61 = getelementptr i8, ptr %arg.chosen.4, i64 %sunkaddr60
  %sunkaddr62 = getelementptr i8, ptr %sunkaddr61, i64 12
  %.378.3 = load i32, ptr %sunkaddr62, align 4
  %.380.3 = sext i32 %.378.3 to i64
  %.393.3 = icmp slt i32 %.378.3, 0
  %.394.3 = select i1 %.393.3, i64 %arg.words.5.0, i64 0
  %4 = getelementptr i32, ptr %arg.words.4, i64 %.394.3
  %.408.3 = getelementptr i32, ptr %4, i64 %.380.3
  %.409.3 = load i32, ptr %.408.3, align 4
  %sunkaddr63 = mul i64 %.317593595, 4
  %sunkaddr64 = getelementptr i8, ptr %arg.around.4, i64 %sunkaddr63
  %sunkaddr65 = getelementptr i8, ptr %sunkaddr64, i64 20
  store i32 %.409.3, ptr %sunkaddr65, align 4
  %niter.ncmp.3 = icmp eq i64 %unroll_iter, %.324.3
  br i1 %niter.ncmp.3, label %B144.preheader.unr-lcssa, label %B68

B144:                                             ; preds = %B144.preheader, %B641
  %.537612628 = phi i64 [ %.544, %B641 ], [ 0, %B144.preheader ]
  %.544 = add nuw nsw i64 %.537612628, 1
  %5 = getelementptr i32, ptr %arg.starts.4, i64 %.544
  %.603 = load i32, ptr %5, align 4
  %6 = getelementptr i32, ptr %arg.starts.4, i64 %.537612628
  %.634 = load i32, ptr %6, align 4
  %.635 = sext i32 %.603 to i64
  %.636 = sext i32 %.634 to i64
  %.637 = sub nsw i64 %.635, %.636
  %.638 = icmp eq i64 %.637, 1
  br i1 %.638, label %B194, label %B218.endif

B194:                                             ; preds = %B144
  %.687 = icmp slt i32 %.634, 0
  %.688 = select i1 %.687, i64 %arg.weights.5.0, i64 0
  %7 = getelementptr float, ptr %arg.weights.4, i64 %.688
  %.702 = getelementptr float, ptr %7, i64 %.636
  store float 0.000000e+00, ptr %.702, align 4
  br label %B641

B370:                                             ; preds = %B370.lr.ph, %B592
  %lsr.iv = phi i32 [ %25, %B370.lr.ph ], [ %lsr.iv.next, %B592 ]
  %.1017601605 = phi i32 [ %.634, %B370.lr.ph ], [ %.1024, %B592 ]
  %.1054 = sext i32 %.1017601605 to i64
  %.1067 = icmp slt i32 %.1017601605, 0
  %.1068 = select i1 %.1067, i64 %arg.words.5.0, i64 0
  %8 = getelementptr i32, ptr %arg.words.4, i64 %.1068
  %.1082 = getelementptr i32, ptr %8, i64 %.1054
  %.1083 = load i32, ptr %.1082, align 4
  store double 0.000000e+00, ptr %.1100, align 8
  %.1122 = call i32 @_ZN7extract7restore4beam10_pair_costB3v18B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dEiii5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE(ptr nonnull %.1100, ptr nonnull %excinfo.1, i32 %.736, i32 %.768, i32 %.1083, ptr %arg.p1.0, ptr %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.starts2.0, ptr %arg.starts2.1, i64 %arg.starts2.2, i64 %arg.starts2.3, ptr %arg.starts2.4, i64 %arg.starts2.5.0, i64 %arg.starts2.6.0, ptr %arg.words2.0, ptr %arg.words2.1, i64 %arg.words2.2, i64 %arg.words2.3, ptr %arg.words2.4, i64 %arg.words2.5.0, i64 %arg.words2.6.0, ptr %arg.p2.0, ptr %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0)
  %.1132 = load double, ptr %.1100, align 8
  %cond = icmp eq i32 %.1122, 0
  br i1 %cond, label %B370.endif, label %B370.if.if, !prof !3

B458:                                             ; preds = %B370.endif
  store double 0.000000e+00, ptr %.1167, align 8
  %.1189 = call i32 @_ZN7extract7restore4beam10_pair_costB3v18B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dEiii5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE(ptr nonnull %.1167, ptr nonnull %excinfo.2, i32 %.768, i32 %.1083, i32 %.800, ptr %arg.p1.0, ptr %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.starts2.0, ptr %arg.starts2.1, i64 %arg.starts2.2, i64 %arg.starts2.3, ptr %arg.starts2.4, i64 %arg.starts2.5.0, i64 %arg.starts2.6.0, ptr %arg.words2.0, ptr %arg.words2.1, i64 %arg.words2.2, i64 %arg.words2.3, ptr %arg.words2.4, i64 %arg.words2.5.0, i64 %arg.words2.6.0, ptr %arg.p2.0, ptr %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0)
  %cond4 = icmp eq i32 %.1189, 0
  br i1 %cond4, label %B458.endif, label %B458.if.if, !prof !3

B516:                                             ; preds = %B458.endif, %B370.endif
  %total.3.3 = phi double [ %.1210, %B458.endif ], [ %.1132, %B370.endif ]
  %9 = icmp slt i64 %.1223, %.225
  br i1 %9, label %B534, label %B592

B534:                                             ; preds = %B516
  store double 0.000000e+00, ptr %.1240, align 8
  %.1262 = call i32 @_ZN7extract7restore4beam10_pair_costB3v18B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dEiii5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE(ptr nonnull %.1240, ptr nonnull %excinfo.3, i32 %.1083, i32 %.800, i32 %.832, ptr %arg.p1.0, ptr %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.starts2.0, ptr %arg.starts2.1, i64 %arg.starts2.2, i64 %arg.starts2.3, ptr %arg.starts2.4, i64 %arg.starts2.5.0, i64 %arg.starts2.6.0, ptr %arg.words2.0, ptr %arg.words2.1, i64 %arg.words2.2, i64 %arg.words2.3, ptr %arg.words2.4, i64 %arg.words2.5.0, i64 %arg.words2.6.0, ptr %arg.p2.0, ptr %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0)
  %cond5 = icmp eq i32 %.1262, 0
  br i1 %cond5, label %B534.endif, label %B534.if.if, !prof !3

B592:                                             ; preds = %B534.endif, %B516
  %total.4.3 = phi double [ %.1285, %B534.endif ], [ %total.3.3, %B516 ]
  %10 = trunc i64 %.1054 to i32
  %11 = icmp slt i32 %10, 0
  %12 = trunc i64 %.1054 to i32
  %.1311 = select i1 %11, i64 %arg.costs.5.0, i64 0
  %13 = getelementptr float, ptr %arg.costs.4, i64 %.1311
  %.1325 = getelementptr float, ptr %13, i64 %.1054
  %.1326 = load float, ptr %.1325, align 4
  %.1329 = fmul double %total.4.3, 0x3FB5555560000000
  %.1332 = fpext float %.1326 to double
  %.1333 = fadd double %.1329, %.1332
  %.1350 = select i1 %11, i64 %arg.weights.5.0, i64 0
  %14 = getelementptr float, ptr %arg.weights.4, i64 %.1350
  %.1364 = getelementptr float, ptr %14, i64 %.1054
  %.1365 = fptrunc double %.1333 to float
  store float %.1365, ptr %.1364, align 4
  %lsr.iv.next = add i32 %lsr.iv, -1
  %.1024 = add i32 %12, 1
  %.1011 = icmp samesign ugt i32 %lsr.iv.next, 1
  br i1 %.1011, label %B370, label %B641

common.ret:                                       ; preds = %B534.if.if, %B458.if.if, %B370.if.if, %B640
  %common.ret.op = phi i32 [ 0, %B640 ], [ %.1122, %B370.if.if ], [ %.1189, %B458.if.if ], [ %.1262, %B534.if.if ]
  ret i32 %common.ret.op

B640:                                             ; preds = %B112.endif, %B641
  tail call void @NRT_decref.4(ptr %arg.words3.0)
  tail call void @NRT_decref.4(ptr %arg.words2.0)
  tail call void @NRT_decref.4(ptr %arg.words.0)
  tail call void @NRT_decref.4(ptr %arg.weights.0)
  tail call void @NRT_decref.4(ptr %arg.starts3.0)
  tail call void @NRT_decref.4(ptr %arg.starts2.0)
  tail call void @NRT_decref.4(ptr %arg.starts.0)
  tail call void @NRT_decref.4(ptr %arg.p3.0)
  tail call void @NRT_decref.4(ptr %arg.p2.0)
  tail call void @NRT_decref.4(ptr %arg.p1.0)
  tail call void @NRT_decref.4(ptr %arg.costs.0)
  tail call void @NRT_decref.4(ptr %arg.b2.0)
  tail call void @NRT_decref.4(ptr %arg.b1.0)
  tail call void @NRT_decref.4(ptr %arg.around.0)
  store ptr null, ptr %retptr, align 8
  br label %common.ret

B641:                                             ; preds = %B218.endif, %B592, %B194
  %exitcond646.not = icmp eq i64 %.544, %..225
  br i1 %exitcond646.not, label %B640, label %B144

B112.endif:                                       ; preds = %B0.endif
  tail call void @NRT_decref.4(ptr %arg.chosen.0)
  br label %B640

B144.preheader.unr-lcssa:                         ; preds = %B68
  %lcmp.mod.not = icmp eq i64 %xtraiter, 0
  br i1 %lcmp.mod.not, label %B144.preheader, label %B68.epil.preheader

B68.epil.preheader:                               ; preds = %B144.preheader.unr-lcssa, %B68.preheader
  %.317593595.epil.init = phi i64 [ 0, %B68.preheader ], [ %.324.3, %B144.preheader.unr-lcssa ]
  %15 = shl i64 %.317593595.epil.init, 2
  %16 = add i64 %15, 8
  %scevgep = getelementptr i8, ptr %arg.around.4, i64 %16
  %scevgep26 = getelementptr i8, ptr %arg.chosen.4, i64 %15
  br label %B68.epil

B68.epil:                                         ; preds = %B68.epil, %B68.epil.preheader
  %epil.iter = phi i64 [ %epil.iter.next, %B68.epil ], [ 0, %B68.epil.preheader ]
  %17 = shl nuw nsw i64 %epil.iter, 2
  %scevgep27 = getelementptr i8, ptr %scevgep26, i64 %17
  %.378.epil = load i32, ptr %scevgep27, align 4
  %.380.epil = sext i32 %.378.epil to i64
  %.393.epil = icmp slt i32 %.378.epil, 0
  %.394.epil = select i1 %.393.epil, i64 %arg.words.5.0, i64 0
  %18 = getelementptr i32, ptr %arg.words.4, i64 %.394.epil
  %.408.epil = getelementptr i32, ptr %18, i64 %.380.epil
  %.409.epil = load i32, ptr %.408.epil, align 4
  %19 = shl nuw nsw i64 %epil.iter, 2
  %scevgep25 = getelementptr i8, ptr %scevgep, i64 %19
  store i32 %.409.epil, ptr %scevgep25, align 4
  %epil.iter.next = add i64 %epil.iter, 1
  %epil.iter.cmp.not = icmp eq i64 %xtraiter, %epil.iter.next
  br i1 %epil.iter.cmp.not, label %B144.preheader, label %B68.epil, !llvm.loop !31

B144.preheader:                                   ; preds = %B68.epil, %B144.preheader.unr-lcssa
  tail call void @NRT_decref.4(ptr %arg.chosen.0)
  br label %B144

B218.endif:                                       ; preds = %B144
  %20 = getelementptr i32, ptr %arg.around.4, i64 %.537612628
  %.736 = load i32, ptr %20, align 4
  %21 = getelementptr i32, ptr %arg.around.4, i64 %.544
  %.768 = load i32, ptr %21, align 4
  %22 = getelementptr i8, ptr %20, i64 12
  %.800 = load i32, ptr %22, align 4
  %23 = getelementptr i8, ptr %20, i64 16
  %.832 = load i32, ptr %23, align 4
  %.968 = sub i32 %.603, %.634
  %.1011604.not = icmp slt i32 %.968, 1
  br i1 %.1011604.not, label %B641, label %B370.lr.ph

B370.lr.ph:                                       ; preds = %B218.endif
  %.1223 = add nuw nsw i64 %.537612628, 2
  %24 = add i32 %.603, 1
  %25 = sub i32 %24, %.634
  br label %B370

B370.endif:                                       ; preds = %B370
  %26 = icmp slt i64 %.544, %.225
  br i1 %26, label %B458, label %B516

B370.if.if:                                       ; preds = %B370
  %.1130 = icmp sgt i32 %.1122, 0
  %.1123 = load ptr, ptr %excinfo.1, align 8
  %.1131 = select i1 %.1130, ptr %.1123, ptr undef
  store ptr %.1131, ptr %excinfo, align 8
  br label %common.ret

B458.endif:                                       ; preds = %B458
  %.1199 = load double, ptr %.1167, align 8
  %.1210 = fadd double %.1132, %.1199
  br label %B516

B458.if.if:                                       ; preds = %B458
  %.1197 = icmp sgt i32 %.1189, 0
  %.1190 = load ptr, ptr %excinfo.2, align 8
  %.1198 = select i1 %.1197, ptr %.1190, ptr undef
  store ptr %.1198, ptr %excinfo, align 8
  br label %common.ret

B534.endif:                                       ; preds = %B534
  %.1272 = load double, ptr %.1240, align 8
  %.1285 = fadd double %total.3.3, %.1272
  br label %B592

B534.if.if:                                       ; preds = %B534
  %.1270 = icmp sgt i32 %.1262, 0
  %.1263 = load ptr, ptr %excinfo.3, align 8
  %.1271 = select i1 %.1270, ptr %.1263, ptr undef
  store ptr %.1271, ptr %excinfo, align 8
  br label %common.ret
}

; Function Attrs: mustprogress nofree noinline norecurse nounwind willreturn memory(argmem: readwrite)
define internal void @NRT_incref.3(ptr captures(address_is_null) %.1) local_unnamed_addr #2 {
.3:
  %.4 = icmp eq ptr %.1, null
  br i1 %.4, label %common.ret, label %.3.endif, !prof !10

common.ret:                                       ; preds = %.3.endif, %.3
  ret void

.3.endif:                                         ; preds = %.3
  %.4.i = atomicrmw add ptr %.1, i64 1 monotonic, align 8
  br label %common.ret
}

define internal noundef range(i32 -1, -2) i32 @_ZN7extract7restore4beam10_pair_costB3v18B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dEiii5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE(ptr noalias writeonly captures(none) %retptr, ptr noalias writeonly captures(none) %excinfo, i32 %arg.u, i32 %arg.v, i32 %arg.word, ptr %arg.p1.0, ptr readnone captures(none) %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr readonly captures(none) %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr readnone captures(none) %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr readonly captures(none) %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.starts2.0, ptr readnone captures(none) %arg.starts2.1, i64 %arg.starts2.2, i64 %arg.starts2.3, ptr readonly captures(none) %arg.starts2.4, i64 %arg.starts2.5.0, i64 %arg.starts2.6.0, ptr %arg.words2.0, ptr readnone captures(none) %arg.words2.1, i64 %arg.words2.2, i64 %arg.words2.3, ptr readonly captures(none) %arg.words2.4, i64 %arg.words2.5.0, i64 %arg.words2.6.0, ptr %arg.p2.0, ptr readnone captures(none) %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr readonly captures(none) %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr readnone captures(none) %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr readonly captures(none) %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr readnone captures(none) %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr readonly captures(none) %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr readnone captures(none) %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr readonly captures(none) %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr readnone captures(none) %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr readonly captures(none) %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0) local_unnamed_addr {
B0:
  %.182 = alloca double, align 8
  %excinfo.3 = alloca ptr, align 8
  tail call void @NRT_incref.3(ptr %arg.p1.0)
  tail call void @NRT_incref.3(ptr %arg.b1.0)
  tail call void @NRT_incref.3(ptr %arg.starts2.0)
  tail call void @NRT_incref.3(ptr %arg.words2.0)
  tail call void @NRT_incref.3(ptr %arg.p2.0)
  tail call void @NRT_incref.3(ptr %arg.b2.0)
  tail call void @NRT_incref.3(ptr %arg.starts3.0)
  tail call void @NRT_incref.3(ptr %arg.words3.0)
  tail call void @NRT_incref.3(ptr %arg.p3.0)
  tail call void @NRT_incref.3(ptr %arg.words2.0), !noalias !32
  %.34.i = sext i32 %arg.u to i64
  %.48.i = icmp slt i32 %arg.u, -1
  %.49.i = select i1 %.48.i, i64 %arg.starts2.5.0, i64 0
  %0 = getelementptr i32, ptr %arg.starts2.4, i64 %.34.i
  %1 = getelementptr i8, ptr %0, i64 4
  %.63.i = getelementptr i32, ptr %1, i64 %.49.i
  %.64.i = load i32, ptr %.63.i, align 4, !noalias !32
  %.29.i.i = sext i32 %.64.i to i64
  %.79.i = icmp slt i32 %arg.u, 0
  %.80.i = select i1 %.79.i, i64 %arg.starts2.5.0, i64 0
  %2 = getelementptr i32, ptr %arg.starts2.4, i64 %.80.i
  %.94.i = getelementptr i32, ptr %2, i64 %.34.i
  %.95.i = load i32, ptr %.94.i, align 4, !noalias !32
  %.21.i.i = sext i32 %.95.i to i64
  %.35.i.i = icmp slt i32 %.95.i, %.64.i
  br i1 %.35.i.i, label %B16.else.if.preheader.i.i, label %B114.i

B16.else.if.preheader.i.i:                        ; preds = %B0
  br label %B16.else.if.i.i

B16.else.if.i.i:                                  ; preds = %B16.else.if.i.i, %B16.else.if.preheader.i.i
  %low.2.0.i.i = phi i64 [ %low.3.1.i.i, %B16.else.if.i.i ], [ %.21.i.i, %B16.else.if.preheader.i.i ]
  %high.2.0.i.i = phi i64 [ %high.3.1.i.i, %B16.else.if.i.i ], [ %.29.i.i, %B16.else.if.preheader.i.i ]
  %.44.i.i = add nsw i64 %high.2.0.i.i, %low.2.0.i.i
  %.52.1.i.i = ashr i64 %.44.i.i, 1
  %.102.i.i = icmp slt i64 %.52.1.i.i, 0
  %.103.i.i = select i1 %.102.i.i, i64 %arg.words2.5.0, i64 0
  %3 = getelementptr i16, ptr %arg.words2.4, i64 %.52.1.i.i
  %.117.i.i = getelementptr i16, ptr %3, i64 %.103.i.i
  %.118.i.i = load i16, ptr %.117.i.i, align 2, !noalias !35
  %.120.i.i = zext i16 %.118.i.i to i32
  %.121.i.i = icmp sgt i32 %arg.v, %.120.i.i
  %.132.i.i = add nsw i64 %.52.1.i.i, 1
  %high.3.1.i.i = select i1 %.121.i.i, i64 %high.2.0.i.i, i64 %.52.1.i.i
  %low.3.1.i.i = select i1 %.121.i.i, i64 %.132.i.i, i64 %low.2.0.i.i
  %.163.i.i = icmp slt i64 %low.3.1.i.i, %high.3.1.i.i
  br i1 %.163.i.i, label %B16.else.if.i.i, label %B0.endif.i

B86.i:                                            ; preds = %B0.endif.i
  %.150.i = icmp slt i64 %low.3.1.i.i, 0
  %.151.i = select i1 %.150.i, i64 %arg.words2.5.0, i64 0
  %4 = getelementptr i16, ptr %arg.words2.4, i64 %low.3.1.i.i
  %.165.i = getelementptr i16, ptr %4, i64 %.151.i
  %.166.i = load i16, ptr %.165.i, align 2, !noalias !32
  tail call void @NRT_decref.4(ptr %arg.words2.0), !noalias !32
  %.173.i = zext i16 %.166.i to i32
  %.174.i = icmp eq i32 %arg.v, %.173.i
  br i1 %.174.i, label %B0.endif, label %B114.i

B114.i:                                           ; preds = %B0.endif.i, %B86.i, %B0
  %words2.sroa.0.0.i = phi ptr [ null, %B86.i ], [ %arg.words2.0, %B0.endif.i ], [ %arg.words2.0, %B0 ]
  tail call void @NRT_decref.4(ptr %words2.sroa.0.0.i), !noalias !32
  br label %B0.endif

B0.endif.i:                                       ; preds = %B16.else.if.i.i
  %5 = icmp slt i64 %low.3.1.i.i, %.29.i.i
  br i1 %5, label %B86.i, label %B114.i

B0.endif:                                         ; preds = %B114.i, %B86.i
  %"$phi116.0.2.0.i" = phi i64 [ -1, %B114.i ], [ %low.3.1.i.i, %B86.i ]
  tail call void @NRT_incref.3(ptr %arg.words2.0), !noalias !38
  %.34.i1 = sext i32 %arg.v to i64
  %.48.i2 = icmp slt i32 %arg.v, -1
  %.49.i3 = select i1 %.48.i2, i64 %arg.starts2.5.0, i64 0
  %6 = getelementptr i32, ptr %arg.starts2.4, i64 %.34.i1
  %7 = getelementptr i8, ptr %6, i64 4
  %.63.i4 = getelementptr i32, ptr %7, i64 %.49.i3
  %.64.i5 = load i32, ptr %.63.i4, align 4, !noalias !38
  %.29.i.i6 = sext i32 %.64.i5 to i64
  %.79.i7 = icmp slt i32 %arg.v, 0
  %.80.i8 = select i1 %.79.i7, i64 %arg.starts2.5.0, i64 0
  %8 = getelementptr i32, ptr %arg.starts2.4, i64 %.80.i8
  %.94.i9 = getelementptr i32, ptr %8, i64 %.34.i1
  %.95.i10 = load i32, ptr %.94.i9, align 4, !noalias !38
  %.21.i.i16 = sext i32 %.95.i10 to i64
  %.35.i.i11 = icmp slt i32 %.95.i10, %.64.i5
  br i1 %.35.i.i11, label %B16.else.if.preheader.i.i15, label %B114.i12

B16.else.if.preheader.i.i15:                      ; preds = %B0.endif
  br label %B16.else.if.i.i17

B16.else.if.i.i17:                                ; preds = %B16.else.if.i.i17, %B16.else.if.preheader.i.i15
  %low.2.0.i.i18 = phi i64 [ %low.3.1.i.i30, %B16.else.if.i.i17 ], [ %.21.i.i16, %B16.else.if.preheader.i.i15 ]
  %high.2.0.i.i19 = phi i64 [ %high.3.1.i.i29, %B16.else.if.i.i17 ], [ %.29.i.i6, %B16.else.if.preheader.i.i15 ]
  %.44.i.i20 = add nsw i64 %high.2.0.i.i19, %low.2.0.i.i18
  %.52.1.i.i21 = ashr i64 %.44.i.i20, 1
  %.102.i.i22 = icmp slt i64 %.52.1.i.i21, 0
  %.103.i.i23 = select i1 %.102.i.i22, i64 %arg.words2.5.0, i64 0
  %9 = getelementptr i16, ptr %arg.words2.4, i64 %.52.1.i.i21
  %.117.i.i24 = getelementptr i16, ptr %9, i64 %.103.i.i23
  %.118.i.i25 = load i16, ptr %.117.i.i24, align 2, !noalias !41
  %.120.i.i26 = zext i16 %.118.i.i25 to i32
  %.121.i.i27 = icmp sgt i32 %arg.word, %.120.i.i26
  %.132.i.i28 = add nsw i64 %.52.1.i.i21, 1
  %high.3.1.i.i29 = select i1 %.121.i.i27, i64 %high.2.0.i.i19, i64 %.52.1.i.i21
  %low.3.1.i.i30 = select i1 %.121.i.i27, i64 %.132.i.i28, i64 %low.2.0.i.i18
  %.163.i.i31 = icmp slt i64 %low.3.1.i.i30, %high.3.1.i.i29
  br i1 %.163.i.i31, label %B16.else.if.i.i17, label %B0.endif.i32

B86.i33:                                          ; preds = %B0.endif.i32
  %.150.i34 = icmp slt i64 %low.3.1.i.i30, 0
  %.151.i35 = select i1 %.150.i34, i64 %arg.words2.5.0, i64 0
  %10 = getelementptr i16, ptr %arg.words2.4, i64 %low.3.1.i.i30
  %.165.i36 = getelementptr i16, ptr %10, i64 %.151.i35
  %.166.i37 = load i16, ptr %.165.i36, align 2, !noalias !38
  tail call void @NRT_decref.4(ptr %arg.words2.0), !noalias !38
  %.173.i38 = zext i16 %.166.i37 to i32
  %.174.i39 = icmp eq i32 %arg.word, %.173.i38
  br i1 %.174.i39, label %B0.endif.endif, label %B114.i12

B114.i12:                                         ; preds = %B0.endif.i32, %B86.i33, %B0.endif
  %words2.sroa.0.0.i13 = phi ptr [ null, %B86.i33 ], [ %arg.words2.0, %B0.endif.i32 ], [ %arg.words2.0, %B0.endif ]
  tail call void @NRT_decref.4(ptr %words2.sroa.0.0.i13), !noalias !38
  br label %B0.endif.endif

B0.endif.i32:                                     ; preds = %B16.else.if.i.i17
  %11 = icmp slt i64 %low.3.1.i.i30, %.29.i.i6
  br i1 %11, label %B86.i33, label %B114.i12

common.ret:                                       ; preds = %B0.endif.endif.if.if, %B0.endif.endif.endif
  ret i32 %.200

B0.endif.endif:                                   ; preds = %B114.i12, %B86.i33
  %"$phi116.0.2.0.i14" = phi i64 [ -1, %B114.i12 ], [ %low.3.1.i.i30, %B86.i33 ]
  tail call void @NRT_decref.4(ptr %arg.words2.0)
  tail call void @NRT_decref.4(ptr %arg.starts2.0)
  store double 0.000000e+00, ptr %.182, align 8
  %.200 = call i32 @_ZN7extract7restore4beam5_costB3v20B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dExixi5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE(ptr nonnull %.182, ptr nonnull %excinfo.3, i64 %"$phi116.0.2.0.i", i32 %arg.v, i64 %"$phi116.0.2.0.i14", i32 %arg.word, ptr %arg.p1.0, ptr %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.p2.0, ptr %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0)
  %cond = icmp eq i32 %.200, 0
  br i1 %cond, label %B0.endif.endif.endif, label %B0.endif.endif.if.if, !prof !3

B0.endif.endif.endif:                             ; preds = %B0.endif.endif
  %.210 = load double, ptr %.182, align 8
  tail call void @NRT_decref.4(ptr %arg.words3.0)
  tail call void @NRT_decref.4(ptr %arg.starts3.0)
  tail call void @NRT_decref.4(ptr %arg.p3.0)
  tail call void @NRT_decref.4(ptr %arg.p2.0)
  tail call void @NRT_decref.4(ptr %arg.p1.0)
  tail call void @NRT_decref.4(ptr %arg.b2.0)
  tail call void @NRT_decref.4(ptr %arg.b1.0)
  store double %.210, ptr %retptr, align 8
  br label %common.ret

B0.endif.endif.if.if:                             ; preds = %B0.endif.endif
  store ptr null, ptr %excinfo, align 8
  br label %common.ret
}

; Function Attrs: noinline
define internal void @NRT_decref.4(ptr %.1) local_unnamed_addr #0 {
.3:
  %.4 = icmp eq ptr %.1, null
  br i1 %.4, label %common.ret, label %.3.endif, !prof !10

common.ret:                                       ; preds = %.3.endif, %.3
  ret void

.3.endif:                                         ; preds = %.3
  fence release
  %0 = tail call i8 @llvm.x86.atomic.sub.cc.i64(ptr nonnull %.1, i64 1, i32 4)
  %1 = trunc i8 %0 to i1
  br i1 %1, label %.3.endif.if, label %common.ret, !prof !10

.3.endif.if:                                      ; preds = %.3.endif
  fence acquire
  tail call void @NRT_MemInfo_call_dtor(ptr nonnull %.1)
  ret void
}

define internal noundef range(i32 -1, -2) i32 @_ZN7extract7restore4beam5_costB3v20B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dExixi5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedE5ArrayIhLi1E1C7mutable7alignedE(ptr noalias writeonly captures(none) %retptr, ptr noalias readnone captures(none) %excinfo, i64 %arg.state, i32 %arg.last, i64 %arg.bigram, i32 %arg.word, ptr %arg.p1.0, ptr readnone captures(none) %arg.p1.1, i64 %arg.p1.2, i64 %arg.p1.3, ptr readonly captures(none) %arg.p1.4, i64 %arg.p1.5.0, i64 %arg.p1.6.0, ptr %arg.b1.0, ptr readnone captures(none) %arg.b1.1, i64 %arg.b1.2, i64 %arg.b1.3, ptr readonly captures(none) %arg.b1.4, i64 %arg.b1.5.0, i64 %arg.b1.6.0, ptr %arg.p2.0, ptr readnone captures(none) %arg.p2.1, i64 %arg.p2.2, i64 %arg.p2.3, ptr readonly captures(none) %arg.p2.4, i64 %arg.p2.5.0, i64 %arg.p2.6.0, ptr %arg.b2.0, ptr readnone captures(none) %arg.b2.1, i64 %arg.b2.2, i64 %arg.b2.3, ptr readonly captures(none) %arg.b2.4, i64 %arg.b2.5.0, i64 %arg.b2.6.0, ptr %arg.starts3.0, ptr readnone captures(none) %arg.starts3.1, i64 %arg.starts3.2, i64 %arg.starts3.3, ptr readonly captures(none) %arg.starts3.4, i64 %arg.starts3.5.0, i64 %arg.starts3.6.0, ptr %arg.words3.0, ptr readnone captures(none) %arg.words3.1, i64 %arg.words3.2, i64 %arg.words3.3, ptr readonly captures(none) %arg.words3.4, i64 %arg.words3.5.0, i64 %arg.words3.6.0, ptr %arg.p3.0, ptr readnone captures(none) %arg.p3.1, i64 %arg.p3.2, i64 %arg.p3.3, ptr readonly captures(none) %arg.p3.4, i64 %arg.p3.5.0, i64 %arg.p3.6.0) local_unnamed_addr {
B0:
  tail call void @NRT_incref.3(ptr %arg.p1.0)
  tail call void @NRT_incref.3(ptr %arg.b1.0)
  tail call void @NRT_incref.3(ptr %arg.p2.0)
  tail call void @NRT_incref.3(ptr %arg.b2.0)
  tail call void @NRT_incref.3(ptr %arg.starts3.0)
  tail call void @NRT_incref.3(ptr %arg.words3.0)
  tail call void @NRT_incref.3(ptr %arg.p3.0)
  %.118 = icmp sgt i64 %arg.state, -1
  br i1 %.118, label %B20, label %B200

B20:                                              ; preds = %B0
  %0 = getelementptr i32, ptr %arg.starts3.4, i64 %arg.state
  %.152 = getelementptr i8, ptr %0, i64 4
  %.153 = load i32, ptr %.152, align 4
  %.29.i = sext i32 %.153 to i64
  %.185 = load i32, ptr %0, align 4
  %.21.i = sext i32 %.185 to i64
  tail call void @NRT_decref.4(ptr %arg.starts3.0)
  %.35.i = icmp slt i32 %.185, %.153
  br i1 %.35.i, label %B16.else.if.preheader.i, label %B168

B16.else.if.preheader.i:                          ; preds = %B20
  br label %B16.else.if.i

B16.else.if.i:                                    ; preds = %B16.else.if.i, %B16.else.if.preheader.i
  %low.2.0.i = phi i64 [ %low.3.1.i, %B16.else.if.i ], [ %.21.i, %B16.else.if.preheader.i ]
  %high.2.0.i = phi i64 [ %high.3.1.i, %B16.else.if.i ], [ %.29.i, %B16.else.if.preheader.i ]
  %.44.i = add nsw i64 %high.2.0.i, %low.2.0.i
  %.52.1.i = ashr i64 %.44.i, 1
  %.102.i = icmp slt i64 %.52.1.i, 0
  %.103.i = select i1 %.102.i, i64 %arg.words3.5.0, i64 0
  %1 = getelementptr i16, ptr %arg.words3.4, i64 %.52.1.i
  %.117.i = getelementptr i16, ptr %1, i64 %.103.i
  %.118.i = load i16, ptr %.117.i, align 2, !noalias !44
  %.120.i = zext i16 %.118.i to i32
  %.121.i = icmp sgt i32 %arg.word, %.120.i
  %.132.i = add nsw i64 %.52.1.i, 1
  %high.3.1.i = select i1 %.121.i, i64 %high.2.0.i, i64 %.52.1.i
  %low.3.1.i = select i1 %.121.i, i64 %.132.i, i64 %low.2.0.i
  %.163.i = icmp slt i64 %low.3.1.i, %high.3.1.i
  br i1 %.163.i, label %B16.else.if.i, label %B20.endif

B102:                                             ; preds = %B20.endif
  %.242 = icmp slt i64 %low.3.1.i, 0
  %.243 = select i1 %.242, i64 %arg.words3.5.0, i64 0
  %2 = getelementptr i16, ptr %arg.words3.4, i64 %low.3.1.i
  %.257 = getelementptr i16, ptr %2, i64 %.243
  %.258 = load i16, ptr %.257, align 2
  tail call void @NRT_decref.4(ptr %arg.words3.0)
  %.265 = zext i16 %.258 to i32
  %.266 = icmp eq i32 %arg.word, %.265
  br i1 %.266, label %B126, label %B168

common.ret:                                       ; preds = %B260, %B212, %B126
  %.570.sink = phi double [ %.570, %B260 ], [ %.474, %B212 ], [ %.334, %B126 ]
  store double %.570.sink, ptr %retptr, align 8
  ret i32 0

B126:                                             ; preds = %B102
  %3 = icmp slt i64 %low.3.1.i, 0
  tail call void @NRT_decref.4(ptr %arg.p2.0)
  tail call void @NRT_decref.4(ptr %arg.p1.0)
  tail call void @NRT_decref.4(ptr %arg.b2.0)
  tail call void @NRT_decref.4(ptr %arg.b1.0)
  %.311 = select i1 %3, i64 %arg.p3.5.0, i64 0
  %4 = getelementptr i8, ptr %arg.p3.4, i64 %low.3.1.i
  %.325 = getelementptr i8, ptr %4, i64 %.311
  %.326 = load i8, ptr %.325, align 1
  tail call void @NRT_decref.4(ptr %arg.p3.0)
  %.334 = uitofp i8 %.326 to double
  br label %common.ret

B168:                                             ; preds = %B20.endif, %B102, %B20
  %words3.sroa.0.1 = phi ptr [ null, %B102 ], [ %arg.words3.0, %B20.endif ], [ %arg.words3.0, %B20 ]
  tail call void @NRT_decref.4(ptr %words3.sroa.0.1)
  tail call void @NRT_decref.4(ptr %arg.p3.0)
  %.378 = getelementptr i8, ptr %arg.b2.4, i64 %arg.state
  %.379 = load i8, ptr %.378, align 1
  tail call void @NRT_decref.4(ptr %arg.b2.0)
  %.387 = zext i8 %.379 to i64
  %.388 = sub nsw i64 80, %.387
  br label %B200

B200:                                             ; preds = %B168, %B0
  %b2.sroa.0.0 = phi ptr [ null, %B168 ], [ %arg.b2.0, %B0 ]
  %starts3.sroa.0.0 = phi ptr [ null, %B168 ], [ %arg.starts3.0, %B0 ]
  %words3.sroa.0.0 = phi ptr [ null, %B168 ], [ %arg.words3.0, %B0 ]
  %p3.sroa.0.0 = phi ptr [ null, %B168 ], [ %arg.p3.0, %B0 ]
  %left_out.2.0 = phi i64 [ %.388, %B168 ], [ 0, %B0 ]
  tail call void @NRT_decref.4(ptr %words3.sroa.0.0)
  tail call void @NRT_decref.4(ptr %starts3.sroa.0.0)
  tail call void @NRT_decref.4(ptr %p3.sroa.0.0)
  tail call void @NRT_decref.4(ptr %b2.sroa.0.0)
  %.415 = icmp sgt i64 %arg.bigram, -1
  br i1 %.415, label %B212, label %B260

B212:                                             ; preds = %B200
  tail call void @NRT_decref.4(ptr %arg.p1.0)
  tail call void @NRT_decref.4(ptr %arg.b1.0)
  %.460 = getelementptr i8, ptr %arg.p2.4, i64 %arg.bigram
  %.461 = load i8, ptr %.460, align 1
  tail call void @NRT_decref.4(ptr %arg.p2.0)
  %.470 = zext i8 %.461 to i64
  %.471 = add nsw i64 %left_out.2.0, %.470
  %.474 = sitofp i64 %.471 to double
  br label %common.ret

B260:                                             ; preds = %B200
  tail call void @NRT_decref.4(ptr %arg.p2.0)
  %.485 = add nsw i64 %left_out.2.0, 80
  %.490 = sext i32 %arg.last to i64
  %.503 = icmp slt i32 %arg.last, 0
  %.504 = select i1 %.503, i64 %arg.b1.5.0, i64 0
  %5 = getelementptr i8, ptr %arg.b1.4, i64 %.504
  %.518 = getelementptr i8, ptr %5, i64 %.490
  %.519 = load i8, ptr %.518, align 1
  tail call void @NRT_decref.4(ptr %arg.b1.0)
  %.527 = zext i8 %.519 to i64
  %.528 = sub nsw i64 %.485, %.527
  %.531 = sext i32 %arg.word to i64
  %.544 = icmp slt i32 %arg.word, 0
  %.545 = select i1 %.544, i64 %arg.p1.5.0, i64 0
  %6 = getelementptr i8, ptr %arg.p1.4, i64 %.545
  %.559 = getelementptr i8, ptr %6, i64 %.531
  %.560 = load i8, ptr %.559, align 1
  tail call void @NRT_decref.4(ptr %arg.p1.0)
  %.568 = zext i8 %.560 to i64
  %.569 = add nsw i64 %.528, %.568
  %.570 = sitofp i64 %.569 to double
  br label %common.ret

B20.endif:                                        ; preds = %B16.else.if.i
  %7 = icmp slt i64 %low.3.1.i, %.29.i
  br i1 %7, label %B102, label %B168
}

attributes #0 = { noinline }
attributes #1 = { nounwind }
attributes #2 = { mustprogress nofree noinline norecurse nounwind willreturn memory(argmem: readwrite) }
attributes #3 = { nocallback nocreateundeforpoison nofree nosync nounwind speculatable willreturn memory(none) }
attributes #4 = { nocallback nofree nounwind willreturn memory(argmem: write) }

!0 = !{!1}
!1 = distinct !{!1, !2, !"_ZN7extract7restore6search10_empty_rowB3v22B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIiLi2E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE: %retptr"}
!2 = distinct !{!2, !"_ZN7extract7restore6search10_empty_rowB3v22B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIiLi2E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE"}
!3 = !{!"branch_weights", i32 49, i32 1}
!4 = !{!5}
!5 = distinct !{!5, !6, !"_ZN7extract7restore6search6_pairsB3v24B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIfLi1E1C7mutable7alignedEx5ArrayIiLi2E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE: %retptr"}
!6 = distinct !{!6, !"_ZN7extract7restore6search6_pairsB3v24B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIfLi1E1C7mutable7alignedEx5ArrayIiLi2E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIiLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE"}
!7 = !{!8}
!8 = distinct !{!8, !9, !"_ZN7extract7restore6search6_leastB3v25B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIfLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE: %retptr"}
!9 = distinct !{!9, !"_ZN7extract7restore6search6_leastB3v25B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIfLi1E1C7mutable7alignedE5ArrayIfLi1E1C7mutable7alignedE"}
!10 = !{!"branch_weights", i32 1, i32 99}
!11 = distinct !{!11, !12}
!12 = !{!"llvm.loop.peeled.count", i32 3}
!13 = !{!14}
!14 = distinct !{!14, !15, !"_ZN7extract7restore4beam7_lowestB3v16B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIfLi1E1C7mutable7alignedEx: %retptr"}
!15 = distinct !{!15, !"_ZN7extract7restore4beam7_lowestB3v16B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIfLi1E1C7mutable7alignedEx"}
!16 = !{!"branch_weights", i32 0, i32 -2147483648}
!17 = !{!18}
!18 = distinct !{!18, !19, !"_ZN7extract7restore4beam6_traceB3v13B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIiLi2E1C7mutable7alignedE5ArrayIiLi2E1C7mutable7alignedEx5ArrayIiLi1E1C7mutable7alignedE: %retptr"}
!19 = distinct !{!19, !"_ZN7extract7restore4beam6_traceB3v13B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIiLi2E1C7mutable7alignedE5ArrayIiLi2E1C7mutable7alignedEx5ArrayIiLi1E1C7mutable7alignedE"}
!20 = !{!21}
!21 = distinct !{!21, !22, !"_ZN7extract7restore4beam7_bigramB2v4B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedExi: %retptr"}
!22 = distinct !{!22, !"_ZN7extract7restore4beam7_bigramB2v4B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedExi"}
!23 = !{!24, !21}
!24 = distinct !{!24, !25, !"_ZN7extract7restore4beam5_findB2v5B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayItLi1E1C7mutable7alignedEiii: %retptr"}
!25 = distinct !{!25, !"_ZN7extract7restore4beam5_findB2v5B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayItLi1E1C7mutable7alignedEiii"}
!26 = distinct !{!26, !27}
!27 = !{!"llvm.loop.unroll.disable"}
!28 = !{!29}
!29 = distinct !{!29, !30, !"_ZN7extract7restore4beam5_findB2v5B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayItLi1E1C7mutable7alignedEiii: %retptr"}
!30 = distinct !{!30, !"_ZN7extract7restore4beam5_findB2v5B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayItLi1E1C7mutable7alignedEiii"}
!31 = distinct !{!31, !27}
!32 = !{!33}
!33 = distinct !{!33, !34, !"_ZN7extract7restore4beam7_bigramB3v19B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedEii: %retptr"}
!34 = distinct !{!34, !"_ZN7extract7restore4beam7_bigramB3v19B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedEii"}
!35 = !{!36, !33}
!36 = distinct !{!36, !37, !"_ZN7extract7restore4beam5_findB2v5B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayItLi1E1C7mutable7alignedEiii: %retptr"}
!37 = distinct !{!37, !"_ZN7extract7restore4beam5_findB2v5B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayItLi1E1C7mutable7alignedEiii"}
!38 = !{!39}
!39 = distinct !{!39, !40, !"_ZN7extract7restore4beam7_bigramB3v19B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedEii: %retptr"}
!40 = distinct !{!40, !"_ZN7extract7restore4beam7_bigramB3v19B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayIiLi1E1C7mutable7alignedE5ArrayItLi1E1C7mutable7alignedEii"}
!41 = !{!42, !39}
!42 = distinct !{!42, !43, !"_ZN7extract7restore4beam5_findB2v5B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayItLi1E1C7mutable7alignedEiii: %retptr"}
!43 = distinct !{!43, !"_ZN7extract7restore4beam5_findB2v5B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayItLi1E1C7mutable7alignedEiii"}
!44 = !{!45}
!45 = distinct !{!45, !46, !"_ZN7extract7restore4beam5_findB2v5B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayItLi1E1C7mutable7alignedEiii: %retptr"}
!46 = distinct !{!46, !"_ZN7extract7restore4beam5_findB2v5B56c8tJTIeFIjxB2IKSgI4CrvQCk0Z4yRYcWsBAK4JJIqUWsIgmAA_3d_3dE5ArrayItLi1E1C7mutable7alignedEiii"}
